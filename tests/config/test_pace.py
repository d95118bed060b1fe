"""Acts go before pages: a page that waits for its turn keeps no act waiting."""

import threading

from loket.config.pace import pages_in_turn


def test_two_pages_are_made_at_a_time_and_an_act_waits_for_none_of_them():
    inside, most = [], []
    both, end = threading.Barrier(3), threading.Event()

    def application(environ, _start_response):
        if environ["REQUEST_METHOD"] == "POST":
            return [b"acted"]
        inside.append(1)
        most.append(len(inside))
        if len(most) <= 2:
            both.wait(10)
        end.wait(10)
        inside.pop()
        return [b"page"]

    answer = pages_in_turn(application)
    threads = [threading.Thread(target=answer, args=({"REQUEST_METHOD": "GET"}, None)) for _ in range(5)]
    for thread in threads:
        thread.start()
    both.wait(10)
    acted = answer({"REQUEST_METHOD": "POST"}, None)
    end.set()
    for thread in threads:
        thread.join(10)

    assert acted == [b"acted"]
    assert len(most) == 5
    assert max(most) == 2
