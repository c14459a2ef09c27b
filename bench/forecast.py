#!/usr/bin/env python3
"""bench/forecast.py - forecast.demand beside statsforecast's single models, on the same series in one run.

  pip install statsforecast; bench/forecast.py [--series 150] [--data FILE.jsonl --season 12 --horizon 12]

Without --data: three seeded sets shaped like shops' (monthly with many zeros, weekly, daily with a week) and, with
--data, lines of {"y": […]}. Prints per set the mean RMSSE over series (root mean square error over that of the last
value, in the training part), series per second, the ratio to AutoETS, and the coverage of our 80 % and 90 % intervals.
"""
import argparse, json, math, random, subprocess, time, warnings

import numpy as np
import pandas as pd
from statsforecast import StatsForecast
from statsforecast.models import (AutoETS, CrostonOptimized, DynamicOptimizedTheta, IMAPA, SeasonalNaive,
                                  SimpleExponentialSmoothingOptimized, TSB)

warnings.filterwarnings("ignore")
PURVEY = "build/purvey"


def negbin(rand, mean, size):
    return int(np.random.default_rng(rand.getrandbits(32)).negative_binomial(size, size / (size + mean)))


def series(rand, kind):
    rate, level, out = {"zeros": rand.gammavariate(0.6, 0.9) + 0.03, "weekly": rand.lognormvariate(1.2, 1.5),
                        "daily": rand.lognormvariate(1.0, 1.2)}[kind], 0.0, []
    week = [math.exp(rand.gauss(0, 0.25)) for _ in range(7)]
    length, drift, size = {"zeros": (51, 0.06, 0.8), "weekly": (52, 0.05, 6), "daily": (420, 0.012, 5)}[kind]
    for t in range(length):
        level += rand.gauss(0, drift)
        out.append(negbin(rand, rate * math.exp(level) * (week[t % 7] if kind == "daily" else 1), size))
    return out


def ours(batch, freq, horizon, quantiles):
    lines = [json.dumps({"y": y[:-horizon], "freq": freq, "horizon": horizon, "quantiles": quantiles}) for y in batch]
    start = time.perf_counter()
    done = subprocess.run([PURVEY, "call", "forecast.demand"], input="\n".join(lines), capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()], time.perf_counter() - start


def theirs(batch, model, horizon):
    frame = pd.concat(pd.DataFrame({"unique_id": i, "ds": range(len(y) - horizon), "y": np.array(y[:-horizon], float)})
                      for i, y in enumerate(batch))
    start = time.perf_counter()
    out = StatsForecast(models=[model], freq=1, n_jobs=1).forecast(df=frame, h=horizon)
    took = time.perf_counter() - start
    name = [c for c in out.columns if c not in ("unique_id", "ds")][0]
    groups = dict(list(out.groupby("unique_id")[name]))
    return [groups[i].to_numpy() for i in range(len(batch))], took


def rmsse(batch, forecasts, horizon):
    found = []
    for y, f in zip(batch, forecasts):
        scale = np.mean(np.diff(np.array(y[:-horizon], float)) ** 2)
        found.append(np.sqrt(np.mean((np.array(y[-horizon:]) - f) ** 2) / scale))
    return float(np.mean(found))


def compare(name, batch, freq, season, horizon):
    batch = [y for y in batch if np.ptp(y[:-horizon]) > 0]
    quantiles = [0.05, 0.1, 0.9, 0.95]
    answers, took = ours(batch, freq, horizon, quantiles)
    score, speed = rmsse(batch, [a["mean"] for a in answers], horizon), len(batch) / took
    best, ets = ("", math.inf), speed
    for model in (SeasonalNaive(season), SimpleExponentialSmoothingOptimized(), CrostonOptimized(), TSB(0.1, 0.1), IMAPA(),
                  DynamicOptimizedTheta(season_length=season), AutoETS(season_length=season)):
        forecasts, time_used = theirs(batch, model, horizon)
        one = rmsse(batch, forecasts, horizon)
        print(f"  {type(model).__name__:36s} rmsse {one:.4f}  {len(batch) / time_used:9.0f} series/s")
        best = min(best, (type(model).__name__, one), key=lambda x: x[1])
        ets = len(batch) / time_used if isinstance(model, AutoETS) else ets
    inside = {(lo, hi): np.mean([np.mean((np.array(y[-horizon:]) >= a["quantiles"][lo]) & (np.array(y[-horizon:]) <= a["quantiles"][hi]))
                                 for y, a in zip(batch, answers)]) for lo, hi in (("0.1", "0.9"), ("0.05", "0.95"))}
    print(f"{name}: ours {score:.4f}, best single peer {best[0]} {best[1]:.4f}, ratio {score / best[1]:.4f}; "
          f"{speed:.0f} series/s, {speed / ets:.0f} x AutoETS; 80 % interval covers {inside['0.1', '0.9']:.3f}, "
          f"90 % {inside['0.05', '0.95']:.3f}")


def main():
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--series", type=int, default=150)
    ask.add_argument("--data")
    ask.add_argument("--freq", default="M")
    ask.add_argument("--season", type=int, default=12)
    ask.add_argument("--horizon", type=int, default=12)
    given = ask.parse_args()
    if given.data:
        batch = [json.loads(line)["y"] for line in open(given.data)]
        return compare(given.data, batch, given.freq, given.season, given.horizon)
    rand = random.Random(1)
    for kind, freq, season, horizon in (("zeros", "M", 12, 6), ("weekly", "W", 1, 8), ("daily", "D", 7, 28)):
        compare(kind, [series(rand, kind) for _ in range(given.series)], freq, season, horizon)


if __name__ == "__main__":
    main()
