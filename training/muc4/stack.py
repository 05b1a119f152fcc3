"""The models above the words: candidates, types, items, links, plans; out of fold, and fitted on everything."""

import numpy as np
from fit import fit_trees
from sklearn.metrics import average_precision_score

from vedette.read.model.templates.choose import gain, plan_evidence
from vedette.read.model.templates.evidence import evidence
from vedette.read.model.templates.items import items
from vedette.read.model.templates.reading import LEAST_LINK, LEAST_TYPE, ROLES, TYPES, by_kind
from vedette.read.model.templates.structure import link_evidence, plans
from vedette.read.model.templates.totals import totals

NO_LINKS = np.zeros((0, 0))
SMALL = {"rounds": 320, "num_leaves": 8, "min_data_in_leaf": 30, "feature_fraction": 0.2}
"""Trees of the candidates: some hundred right ones against two hundred kinds of numbers need small trees."""


class Stack:
    """Fit stage after stage; what a stage hands on is out of fold, and `final` keeps the model of all documents."""

    def __init__(self, docs, judged, folds, bags, inner=1, full=True):
        """Documents, their out-of-fold judgements (filled in here), folds, bags of the final trees and of the inner ones; `full`: fit on everything, too."""
        self.docs, self.judged, self.folds, self.bags, self.inner, self.full = docs, judged, folds, bags, inner, full
        self.final, self.log = {}, {}

    def through(self, name, rows, labels, own, train=None, **more):
        """Out-of-fold chances of rows [n, numbers] that belong to documents `own` [n]; `train` masks rows to learn from."""
        rows, labels, own = np.asarray(rows, dtype=np.float32), np.asarray(labels), np.asarray(own)
        mask = np.ones(len(labels), dtype=bool) if train is None else train
        out = np.zeros(len(labels), dtype=np.float32)
        for fold in sorted(set(self.folds)):
            learn, tell = (self.folds[own] != fold) & mask, self.folds[own] == fold
            out[tell] = fit_trees(rows[learn], labels[learn], bags=self.inner, **more).chances(rows[tell])
        if self.full:
            self.final[name] = fit_trees(rows[mask], labels[mask], bags=self.bags, **more)
        if labels[mask].any():
            self.log[name] = (rows.shape, round(float(average_precision_score(labels[mask], out[mask])), 4))
            print(
                f"  {name}: {rows.shape[0]} rows of {rows.shape[1]}, average precision {self.log[name][1]}", flush=True
            )
        return out

    def candidates(self):
        """Chance of each candidate to be a mention of its role."""
        for r, role in enumerate(ROLES):
            rows, labels, own = [], [], []
            for i, (doc, j) in enumerate(zip(self.docs, self.judged, strict=True)):
                if j.found[r]:
                    rows.append(evidence(j.view, j.found[r], j.logits[r], j.chances))
                    gold = {m for t in doc.templates for e in t[role] for m in e}
                    labels += [int(c.text in gold) for c in j.found[r]]
                    own += [i] * len(j.found[r])
            chance = self.through(f"right{r}", np.concatenate(rows), labels, own, **SMALL)
            for i, j in enumerate(self.judged):
                j.right[r] = chance[np.asarray(own) == i]

    def types(self):
        """Chance of one, two, three incidents of each type, and of relevance."""
        rows = np.array([totals(j) for j in self.judged])
        many = np.array([[sum(k in t["types"] for t in d.templates) for k in TYPES] for d in self.docs])
        own = np.repeat(np.arange(len(self.docs)), 6)
        flat = rows.reshape(-1, rows.shape[2])
        chance = [
            self.through(
                name, flat, (many.reshape(-1) >= least).astype(int), own, rounds=rounds, min_data_in_leaf=15
            ).reshape(-1, 6)
            for name, least, rounds in (("types", 1, 250), ("several2", 2, 150), ("several3", 3, 100))
        ]
        any_ = (many > 0).any(axis=1).astype(int)
        relevant = self.through(
            "relevant", rows[:, 0], any_, np.arange(len(self.docs)), rounds=200, min_data_in_leaf=15
        )
        for i, j in enumerate(self.judged):
            j.types, j.relevant = chance[0][i], float(relevant[i])
            j.several = np.stack([chance[1][i], chance[2][i]], axis=1)

    def items(self):
        """Chance of each item; sets `found` and `right` per document."""
        self.found, rows, labels, own = [], [], [], []
        for i, (doc, j) in enumerate(zip(self.docs, self.judged, strict=True)):
            found, numbers = items(j)
            self.found.append(found)
            if found:
                rows.append(numbers)
                own += [i] * len(found)
            earlier = {}
            for item in found:
                entities = [e for t in doc.templates if TYPES[item.kind] in t["types"] for e in t[ROLES[item.role]]]
                seen = earlier.setdefault((item.role, item.kind), [])
                labels.append(int(any(item.text in e and not any(x in e for x in seen) for e in entities)))
                if j.right[item.role][item.candidate] > 0.2:
                    seen.append(item.text)
        chance = self.through("items", np.concatenate(rows), labels, own)
        self.right = [chance[np.asarray(own) == i] for i in range(len(self.docs))]

    def links(self):
        """Chance that two items of a type are of the same incident; sets `linked` per document and type."""
        rows, labels, own, where = [], [], [], []
        self.linked = [{} for _ in self.docs]
        for i, (doc, j) in enumerate(zip(self.docs, self.judged, strict=True)):
            for kind, (found, right) in by_kind(self.found[i], self.right[i]).items():
                self.linked[i][kind] = np.ones((len(found), len(found)))
                kept = [n for n in range(len(found)) if right[n] >= LEAST_LINK]
                held = [
                    {
                        t
                        for t, gold in enumerate(doc.templates)
                        if TYPES[kind] in gold["types"] and any(item.text in e for e in gold[ROLES[item.role]])
                    }
                    for item in found
                ]
                for a, m in enumerate(kept):
                    for n in kept[:a]:
                        rows.append(link_evidence(j, kind, found[m], found[n]))
                        labels.append(int(bool(held[m] & held[n])) if held[m] and held[n] else -1)
                        own.append(i)
                        where.append((i, kind, m, n))
        labels = np.array(labels)
        chance = self.through("links", rows, labels, own, train=labels >= 0, rounds=150)
        for (i, kind, m, n), p in zip(where, chance, strict=True):
            self.linked[i][kind][m, n] = self.linked[i][kind][n, m] = p

    def plans(self, gold, best_pairing):
        """Chance of each template and item of every plan to be right; `best_pairing` is the scorer's."""
        self.records, tops, top_y, top_own, rows, row_y, row_own = [], [], [], [], [], [], []
        for i, (doc, j) in enumerate(zip(self.docs, self.judged, strict=True)):
            groups = by_kind(self.found[i], self.right[i])
            for kind in range(6):
                if j.types[kind] < LEAST_TYPE:
                    continue
                found, right = groups.get(kind, ([], np.zeros(0, np.float32)))
                links = self.linked[i].get(kind, NO_LINKS)
                for plan in plans(kind, found, right, links, j.several[kind]):
                    top, row = plan_evidence(j, plan, found, right, links)
                    told = [
                        {"incident_type": TYPES[kind]}
                        | {r: [[found[n].text] for n in g if found[n].role == q] for q, r in enumerate(ROLES)}
                        for g in plan.groups
                    ]
                    paired = dict(best_pairing(told, gold[doc.docid])[0])
                    at = (len(top_y), len(row_y))
                    for g, group in enumerate(plan.groups):
                        top_y.append(int(g in paired))
                        done = set()
                        for n in group:
                            entities = gold[doc.docid][paired[g]][ROLES[found[n].role]] if g in paired else []
                            hit = [(found[n].role, q) for q, e in enumerate(entities) if found[n].text in e]
                            row_y.append(int(any(h not in done for h in hit)))
                            done |= set(hit[:1])
                    tops += list(top)
                    rows += list(row)
                    top_own += [i] * len(top)
                    row_own += [i] * len(row)
                    self.records.append((i, plan, found, at))
        self.top = self.through("tops", tops, top_y, top_own, rounds=200)
        self.entry = self.through("entries", rows, row_y, row_own)

    def templates(self, bar):
        """What would be told, per docid, with F = bar."""
        best = {}
        for i, plan, found, (t, e) in self.records:
            size = sum(map(len, plan.groups))
            value, told = gain(plan, found, self.top[t : t + len(plan.groups)], self.entry[e : e + size], bar)
            if told and value > best.get((i, plan.kind), (0.0, None))[0]:
                best[i, plan.kind] = (value, [(found, numbers) for _, numbers in told])
        out = {d.docid: [] for d in self.docs}
        for (i, kind), (_, told) in sorted(best.items(), key=lambda b: b[0]):
            for found, numbers in told:
                roles = {r: [[found[n].text] for n in numbers if found[n].role == q] for q, r in enumerate(ROLES)}
                out[self.docs[i].docid].append({"incident_type": TYPES[kind]} | roles)
        return out

    def run(self, gold, best_pairing):
        """All stages in order."""
        self.candidates()
        self.types()
        self.items()
        self.links()
        self.plans(gold, best_pairing)
