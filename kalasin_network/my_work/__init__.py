"""What waits for somebody who is signed in: plain values, made from what each role may know.

Nothing here tells of the step, the time or the text of a school's answer, but to the school.
"""

from kalasin_network.my_work.records import meetings, records
from kalasin_network.my_work.rounds import editions, rounds
from kalasin_network.my_work.schools import answers
from kalasin_network.my_work.shapes import MyWork
from kalasin_network.my_work.starts import starts

__all__ = ["my_work"]


def my_work(person):
    """The MyWork of `person` at this moment; at most six queries, whoever it is."""
    to_publish, coming = meetings(person)
    of_rounds, kept = rounds(person)
    return MyWork(
        answers=answers(person),
        tasks=[
            *editions(person),
            *of_rounds,
            *to_publish,
            *records(person),
        ],
        kept_rounds=kept,
        next_meetings=coming,
        starts=starts(person),
    )
