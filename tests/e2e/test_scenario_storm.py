"""The shipped scenarios that take minutes against a real host."""

import programs
from test_scenarios import SHIPPED, STORMS, Suite


class Storms(Suite):
    @programs.slow
    def test_a_real_host_stands_a_storm_of_reconnects(self):
        for name in STORMS:
            host = self.host()
            done, verdicts = self.play(SHIPPED / f"{name}.yaml", *self.under_test(host), timeout=240)
            self.assertEqual(done.returncode, 0, done)
            self.assert_all_judged(verdicts)


if __name__ == "__main__":
    programs.main()
