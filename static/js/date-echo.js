// Says below a date field how its text is read, while it is typed. The server has the last word.
const thai = document.documentElement.lang == "th";
const say = (part, date, language = thai ? "th" : "en") => date.toLocaleDateString(language, { [part]: "long" });
const bare = (word) => word.toLowerCase().replace(/[\s.]/g, "");
const months = {};
for (let i = 24; i--;) for (const month of ["long", "short"])
  months[bare(new Date(2000, i).toLocaleDateString(i < 12 ? "th" : "en", { month }))] = i % 12 + 1;

function read(text, kind) {
  let time = "";
  text = text.replace(/[๐-๙]/g, (c) => c.charCodeAt() - 3664).replace(/^\D*ที่|พ\.?ศ\.?/g, "");
  if (kind == "moment") text = text.replace(/[\sT]+(?:เวลา\s*)?([01]?\d|2[0-3])[.:]([0-5]\d)[\sน.]*$/, (_, h, m) => {
    h = h.padStart(2, 0);
    time = thai ? ` เวลา ${h}.${m} น.` : `, ${h}:${m}`;
    return "";
  });
  const parts = text.replace(/[^\d/-]*[^\d/.\s-][^\d/-]*/, (word) => `/${months[bare(word)]}/`).split(/[-/.\s]+/).filter(Boolean);
  const known = parts.length;
  let [y, m = 1, d = 1] = parts[0]?.length == 4 ? parts : parts.reverse();
  y = known > 2 && y < 100 ? +y + 2500 : +y;
  if (y > 2399) y -= 543;
  const date = new Date(y, m - 1, d);
  if (known > 3 || (kind == "partial" ? !known : known < 3) || (kind == "moment" && !time) || !(y > 1856 && y < 2201) || date.getMonth() != m - 1) return "";
  return (known > 2 ? `${say("weekday", date)}${thai ? "ที่" : ""} ${+d} ` : "") + (known > 1 ? say("month", date) + " " : thai ? "พ.ศ. " : "") + (thai ? y + 543 : y) + time;
}

for (const field of document.querySelectorAll("[data-reading]")) field.addEventListener("input", () => {
  const echo = document.getElementById(field.id + "_reading"), reading = read(field.value, field.dataset.reading);
  echo.textContent = reading && echo.dataset.words.replace("{}", reading);
});
