/* intelligence/decide/forecast/smooth.c - the table of forecasting methods. */
#include "intelligence/decide/forecast/smooth_parts.h"

const struct method methods[] = {
    {"naive", "the last value, or that of the last season", naive_run, FOR_ANY, 0.2, 0},
    {"mean", "the mean of all values, with season", mean_run, FOR_ANY, 0.85, 0},
    {"ses", "simple exponential smoothing, with season", ses_run, FOR_ANY, 1.7, 0},
    {"theta", "half the linear trend over simple smoothing, with season", theta_run, FOR_ANY, 0.5, 1.05},
    {"damped", "damped linear trend, with season", damped_run, FOR_STEADY, 0.33, 0.9},
    {"winters", "damped trend and moving season", winters_run, FOR_SEASON, 3.7, 0.75},
    {"growth", "damped trend and moving season of the logarithm", growth_run, FOR_GROWTH, 1.6, 0.8},
    {"tsb", "chance of a sale times its size, both smoothed", tsb_run, FOR_ZEROS, 3, 0},
    {"croston", "size of a sale over the time between sales, unbiased", croston_run, FOR_ZEROS, 0.5, 0},
    {"imapa", "simple smoothing at several widths of time, averaged", imapa_run, FOR_ZEROS, 1, 0},
    {0}};

enum { TREND_LEAST = 10, DRIFT_LEAST = 5 }; /* fewer values make trends of chance, unless they go one way */
static const double DRIFTS = 2;

bool method_suits(const struct method *m, const struct past *p)
{
    if (m->trend > 0 && p->seen < (p->drift > DRIFTS ? DRIFT_LEAST : TREND_LEAST))
        return false;
    switch (m->use) {
    case FOR_ANY: return true;
    case FOR_SEASON: return p->season != SEASON_NONE && p->zeros < 0.3;
    case FOR_STEADY: return p->zeros < 0.3;
    case FOR_GROWTH: return p->least < 0.05 && p->positive && p->zeros <= 0 && p->mean > 10;
    case FOR_ZEROS: return p->zeros > 0.02 && p->positive;
    }
    return false;
}
