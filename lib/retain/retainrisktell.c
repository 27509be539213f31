/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is told of a customer: see retainriskwork.h. */
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "retain/retainriskwork.h"

/* Millionths, to the nearest; more than there can be is the most. */
static int64_t
micros(double v)
{
	return fabs(v) < (double)INT64_MAX ? llround(v) : v < 0 ? -INT64_MAX : INT64_MAX;
}

/* What is at stake, and where that puts him. False: he is on no list. */
static bool
weigh(const struct cs_risk *s, const struct cs_risk_seen *seen, const struct cs_risk_told *told,
    struct cs_risk_entry *entry)
{
	const struct cs_est *leave = &told->leave[CS_RISK_HORIZONS - 1];
	double worth = (double)seen->month;

	entry->stake = CS_FACT_NULL;
	if (!leave->ok) {
		if (!seen->repeats || 2 * (seen->age - seen->last) <= seen->gap_2)
			return false;
		entry->rank = 2000 * (int64_t)(seen->age - seen->last) / seen->gap_2;
		return true;
	}
	if (s->model.kind == CS_RISK_PURCHASES)
		worth = (double)seen->piece * told->pieces;
	if (seen->month == CS_FACT_NULL) {
		/* Behind all of whom it is known. */
		entry->rank = INT64_MIN + cs_forecast_round(leave->est);
	} else {
		entry->stake = micros(worth * leave->est);
		entry->rank = entry->stake;
	}
	return leave->est >= s->ask->limit;
}

static void
add_sums(
    struct cs_risk_sums *sums, const struct cs_risk_told *told, const struct cs_risk_entry *entry)
{
	sums->n++;
	for (int h = 0; h < CS_RISK_HORIZONS; h++) {
		if (told->leave[h].ok)
			sums->leave[h] += cs_forecast_round(told->leave[h].est);
	}
	if (entry->stake == CS_FACT_NULL)
		return;
	sums->of_known++;
	sums->month += entry->seen.month;
	sums->stake += entry->stake;
	sums->currency = entry->currency;
}

void
cs_risk_tell_life(struct cs_retain_worker *w, const struct cs_risk *s, const struct cs_life *life)
{
	const struct cs_risk_at at = {life, cs_risk_who(life, s->base), s->base};
	const struct cs_str name = cs_life_name(life);
	struct cs_risk_own *own = w->own;
	struct cs_risk_entry entry = {.currency = CS_STR("\\N")};
	struct cs_risk_told told;
	struct cs_stay stay;
	bool on;

	if (!cs_risk_there(s, w->r, &at, &stay) || !cs_risk_chosen(s, w->r, life))
		return;
	cs_risk_look(&s->view, &at, &own->days, &entry.seen);
	cs_risk_look_worth(&s->view, &at, &entry.seen);
	cs_risk_tell(&s->model, &entry.seen, 0, &told);
	if (entry.seen.foreign) {
		w->count[CS_RETAIN_MODE + CS_RISK_FOREIGN]++;
		return;
	}
	if (entry.seen.month != CS_FACT_NULL && s->view.money.n > 0)
		entry.currency = s->view.money;
	on = weigh(s, &entry.seen, &told, &entry);
	add_sums(&own->sums, &told, &entry);
	if (!on) {
		w->count[CS_RETAIN_MODE + (told.leave[1].ok ? CS_RISK_BELOW : CS_RISK_NO_RHYTHM)]++;
		if (!entry.seen.only)
			return;
	}
	for (int list = 0; list < CS_RISK_LISTS; list++) {
		struct cs_risk_first *f = &own->first[list];

		f->most = (size_t)s->ask->top;
		if (list == CS_RISK_LEAVING ? !on : !(s->rare && entry.seen.only))
			continue;
		if (!cs_risk_first_takes(f, entry.rank, name))
			continue;
		entry.name = cs_mem_new(name.n + 1, 1);
		memcpy(entry.name, name.p, name.n);
		entry.name[name.n] = '\0';
		entry.nname = name.n;
		cs_risk_first_add(f, &entry);
	}
}
