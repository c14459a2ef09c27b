#!/usr/bin/env python3
"""bench/forecast.py - forecast.panel and forecast.demand beside statsforecast and LightGBM, on the same series in one run.

  bench/forecast.py [--series 300] [--data FILE.jsonl --season 12 --horizon 12]

Without --data: three seeded sets shaped like shops' (monthly with many zeros, weekly, daily with a week) and, with
--data, lines of {"y": […]}. Prints per set the mean RMSSE over series (root mean square error over that of the last
value, in the training part), series per second, the ratio to AutoETS, and the coverage of our 80 % and 90 % intervals.
forecast.panel sees all series at once, as LightGBM does; forecast.demand and statsforecast's models see one at a time.
The peers are installed on the first run.
"""
import os
import subprocess
import sys

if "PEER" not in os.environ:
    packages = ["statsforecast==2.1.1", "mlforecast==1.1.0", "lightgbm==4.7.0", "numpy==2.3.5", "pandas==2.3.3"]
    python = subprocess.run(["bench/peer.sh", "forecast", *packages], capture_output=True, text=True, check=True).stdout.strip()
    os.environ["PEER"] = python
    os.execv(python, [python, "-P", *sys.argv])

import argparse, json, math, random, time, warnings

import lightgbm
import numpy as np
import pandas as pd
from mlforecast import MLForecast
from mlforecast.lag_transforms import ExponentiallyWeightedMean, RollingMean
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


def call(name, text):
    start = time.perf_counter()
    done = subprocess.run([PURVEY, "call", name], input=text, capture_output=True, text=True, check=True)
    return done.stdout, time.perf_counter() - start


def ours(batch, freq, horizon, quantiles):
    items = [{"y": y[:-horizon], "freq": freq, "horizon": horizon, "quantiles": quantiles} for y in batch]
    alone, took = call("forecast.demand", "\n".join(map(json.dumps, items)))
    panel, panel_took = call("forecast.panel", json.dumps({"items": items}))
    return (json.loads(panel)["items"], panel_took), ([json.loads(line) for line in alone.splitlines()], took)


def boosted(frame, season, horizon):
    """LightGBM on lags and rolling means of all series, each over its own mean; a Tweedie loss for counts."""
    scale = frame.groupby("unique_id")["y"].transform("mean").clip(lower=1e-9)
    lags = sorted({1, 2, 3, 4, season, 2 * season} - {0})
    model = lightgbm.LGBMRegressor(objective="tweedie", n_estimators=200, learning_rate=0.05, num_leaves=31, verbosity=-1, n_jobs=1)
    ml = MLForecast(models=[model], freq=1, lags=lags,
                    lag_transforms={1: [RollingMean(4), RollingMean(13), ExponentiallyWeightedMean(0.1)]})
    out = ml.fit(frame.assign(y=frame["y"] / scale), static_features=[]).predict(horizon)
    means = frame.assign(scale=scale).groupby("unique_id")["scale"].first()
    out["LGBMRegressor"] *= out["unique_id"].map(means)
    return out


def theirs(batch, model, season, horizon):
    frame = pd.concat(pd.DataFrame({"unique_id": i, "ds": range(len(y) - horizon), "y": np.array(y[:-horizon], float)})
                      for i, y in enumerate(batch))
    start = time.perf_counter()
    if model is None:
        out = boosted(frame, season, horizon)
    else:
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
    (answers, took), (alone, alone_took) = ours(batch, freq, horizon, quantiles)
    score, speed = rmsse(batch, [a["mean"] for a in answers], horizon), len(batch) / took
    single = rmsse(batch, [a["mean"] for a in alone], horizon)
    best, ets = ("", math.inf), speed
    for model in (SeasonalNaive(season), SimpleExponentialSmoothingOptimized(), CrostonOptimized(), TSB(0.1, 0.1), IMAPA(),
                  DynamicOptimizedTheta(season_length=season), AutoETS(season_length=season), None):
        forecasts, time_used = theirs(batch, model, season, horizon)
        one = rmsse(batch, forecasts, horizon)
        name_of = type(model).__name__ if model else "LightGBM (Tweedie, lags)"
        print(f"  {name_of:36s} rmsse {one:.4f}  {len(batch) / time_used:9.0f} series/s")
        best = min(best, (name_of, one), key=lambda x: x[1])
        ets = len(batch) / time_used if isinstance(model, AutoETS) else ets
    inside = {(lo, hi): np.mean([np.mean((np.array(y[-horizon:]) >= a["quantiles"][lo]) & (np.array(y[-horizon:]) <= a["quantiles"][hi]))
                                 for y, a in zip(batch, answers)]) for lo, hi in (("0.1", "0.9"), ("0.05", "0.95"))}
    print(f"{name}: forecast.panel {score:.4f}, best peer {best[0]} {best[1]:.4f}, ratio {score / best[1]:.4f}; "
          f"{speed:.0f} series/s, {speed / ets:.0f} x AutoETS; forecast.demand {single:.4f}, ratio {single / best[1]:.4f}, "
          f"{len(batch) / alone_took:.0f} series/s, {len(batch) / alone_took / ets:.0f} x AutoETS; 80 % interval covers {inside['0.1', '0.9']:.3f}, "
          f"90 % {inside['0.05', '0.95']:.3f}")


def main():
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--series", type=int, default=300)
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
