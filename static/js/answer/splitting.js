// The rule by which one text becomes several points. No page in it.

export const LONG = 150;

const MARK = /^\s*(?:[-–—*•·●○▪■◦]|\(?[0-9๐-๙]{1,2}[.)](?![0-9๐-๙]))\s*/;
// a number in the middle of a line, as a dictated or folded list has it: "1. … 2. …"
const NUMBER = /(?:^|\s)\(?([0-9๐-๙]{1,2})[.)](?![0-9๐-๙])\s*/g;
// what stands above, below or behind a Thai letter and is counted with it
const WITH_LETTER = /[\u0e31\u0e33-\u0e3a\u0e47-\u0e4e]/g;

// how many characters a person sees (as `length` in thai/words.py, for Thai)
export const length = (text) => [...text.replace(WITH_LETTER, "")].length;

// the lines of a list, without their marks; a text of one line is one
export function lines(text) {
  const parts = text.includes("\n") ? text.split("\n") : numbered(text);
  return parts.map((part) => part.replace(MARK, "").trim()).filter(Boolean);
}

function numbered(text) {
  const found = [...text.matchAll(NUMBER)];
  const isList = found.length > 1 && found.every((mark, place) => arabic(mark[1]) === place + 1);
  if (!isList) return [text];
  const starts = [0, ...found.map((mark) => mark.index)];
  return starts.map((start, place) => text.slice(start, starts[place + 1]));
}

const arabic = (digits) =>
  Number(digits.replace(/[๐-๙]/g, (digit) => digit.charCodeAt(0) - "๐".charCodeAt(0)));

// a long text in pieces of about the same length, cut where its writer has left a space
export function pieces(text) {
  const listed = lines(text);
  if (listed.length > 1) return listed;
  const share = length(text) / Math.ceil(length(text) / LONG);
  const found = [""];
  for (const word of text.trim().split(/\s+/)) {
    const last = found.length - 1;
    const longer = found[last] ? `${found[last]} ${word}` : word;
    // the cut that comes nearest to an even share
    if (found[last] && length(longer) - share > share - length(found[last])) found.push(word);
    else found[last] = longer;
  }
  return found;
}
