/*
 * Automatic failover: equal nodes, any of which may be elected master, at any time, also two at once.
 * README.md beside this file says what it models, what it leaves out, and what was found.
 *
 * One process takes one step at a time; whatever may happen next is one option of its loop. Who is elected is
 * one of the things that may happen: no rule here trusts the election.
 */

/* Bounds; `check` sets them. */
#ifndef N
#define N 3 /* nodes */
#endif
#ifndef R
#define R 3 /* reigns: epochs that a node grants itself */
#endif
#ifndef L
#define L 2 /* orders in the log */
#endif
#ifndef V
#define V 2 /* message ids; each may be posted to each master, any number of times */
#endif
#ifndef LOSSES
#define LOSSES 0 /* disks wiped */
#endif
#ifndef CHANGES
#define CHANGES 0 /* changes of the voters in all */
#endif
#ifndef VOTERS
#define VOTERS ((1 << N) - 1) /* at first, as bits; the others are learners with an empty disk */
#endif

/* A reign is its number, 1 to R, which stands for its epoch and claim; 0: none. Numbers are taken in any order.
   With TIE the first two reigns take the same epoch, with different claims. */
#ifdef TIE
#define EP(r) ((r) - ((r) > 1))
#else
#define EP(r) (r)
#endif
#define newer(r, q) (EP(r) > EP(q))

/* A node. On its disk: all but role and open. */
byte prom[N];        /* the newest reign it has promised: it refuses all that are not newer */
byte tail[N];        /* the reign that wrote to its log last, or confirmed it */
byte held[N];
byte log[N * L];
bit  gone[N];        /* its disk is lost, and with it its id: it never votes again */
byte role[N];        /* the reign that it takes over for, or reigns in */
bit  open[N];        /* takes messages */

/* What a node that takes over has been told: with its promise a node sends its tail and its log. */
bit  told[N * N];
byte ttail[N * N];
byte tlen[N * N];
byte tlog[N * N * L];

/* The network. What was sent in a reign may arrive at any later time, any number of times, or never. */
bit  taken[R + 1];   /* a node granted itself this reign */
bit  began[R + 1];   /* it opened */
byte wlen[R + 1];    /* the log of its master */
byte wlog[(R + 1) * L];

#if CHANGES
/* The voters, in a node's control state: the set, and while a change is not applied, the set before it. */
byte crec[N];        /* the reign that recorded them last, and */
byte cseq[N];        /* its count of records */
byte cnew[N];
byte cold[N];
byte brec[N];        /* the newest record that a node that takes over has been told of */
byte bseq[N];
byte bnew[N];
byte bold[N];
byte rseq[R + 1];    /* the record of a reign */
byte rnew[R + 1];
byte rold[R + 1];
byte rfrom[R + 1];   /* the length of its log when it made this record */
byte rhave[R + 1];   /* the nodes that have stored this record, as bits */
byte changes;
#endif

/* What only the assertions look at. */
byte hold[(R + 1) * N]; /* the orders that a node has confirmed to a master that still reigns */
byte chosen[L];      /* the message at this order that a majority confirmed, and */
byte chosen_in[L];   /* the oldest reign in which it did */
byte used;           /* ids used so far; a new one is always the next: ids are interchangeable */
byte losses;
#ifdef ASIDE
byte had[N];         /* ids that a node has stored, as bits */
byte aside[N];       /* ids in its set-aside files */
#endif
#ifdef INDEX_KEEPS_CUT
byte indexed[N];
#endif
#ifdef UNION_NOT_INDEXED
byte unindexed[N];
#endif

/* Scratch: 0 again at the end of every step. */
byte i, j, k, n, x, y, z, ok, best, ulen, w;
byte ulog[L];
int key[N];

#define LOG(m, o) log[(m) * L + (o)]
#define TOLD(m, s) told[(m) * N + (s)]
#define TTAIL(m, s) ttail[(m) * N + (s)]
#define TLEN(m, s) tlen[(m) * N + (s)]
#define TLOG(m, s, o) tlog[((m) * N + (s)) * L + (o)]
#define W(r, o) wlog[(r) * L + (o)]
#define HOLD(r, s) hold[(r) * N + (s)]
#define BIT(s) (1 << (s))
#define HAS(set, s) (((set) >> (s)) & 1)

/* Names the guarantee in Spin's report of a failed assertion; 9 stands for a limit. */
#define G(number) (number > 0)

/* whether a node takes what comes from a reign */
#ifdef NO_CLAIMS
#define takes(s, r) (EP(r) >= EP(prom[s]))
#else
#define takes(s, r) (newer(r, prom[s]) || prom[s] == (r))
#endif

/* whether these nodes, as bits, are a majority of the set */
#define SIZE(set) (HAS(set, 0) + HAS(set, 1) + HAS(set, 2) + HAS(set, 3) + HAS(set, 4))
#define most(set, nodes) (2 * SIZE((set) & (nodes)) > SIZE(set))

/* whether these nodes make a message safe; and whether they are enough for a take-over */
#if CHANGES == 0
#ifdef SHOWS_OWN_LOG
#define safe(r, nodes) 1 /* a master shows its readers all that it holds */
#else
#define safe(r, nodes) most(VOTERS, nodes)
#endif
#ifdef MINORITY
#define enough(m, nodes) (2 * SIZE((nodes) & VOTERS) >= SIZE(VOTERS) - 1)
#else
#define enough(m, nodes) most(VOTERS, nodes)
#endif
#else
#define both(new, old, nodes) (most(new, nodes) && ((old) == 0 || most(old, nodes)))
#if defined(LEARNERS_COUNT)
#define safe(r, nodes) (2 * SIZE(nodes) > SIZE(rnew[r]) && (rold[r] == 0 || 2 * SIZE(nodes) > SIZE(rold[r])))
#elif defined(OLD_NUMBER_OF_NEW_SET)
#define safe(r, nodes) (rold[r] == 0 && most(rnew[r], nodes) || \
	rold[r] != 0 && 2 * SIZE((nodes) & rnew[r]) > SIZE(rold[r]))
#elif defined(COUNTS_NEW_ONLY)
#define safe(r, nodes) most(rnew[r], nodes)
#else
#define safe(r, nodes) both(rnew[r], rold[r], nodes)
#endif
#if defined(ASKS_NEW_ONLY)
#define enough(m, nodes) (HAS(bnew[m], m) && most(bnew[m], nodes))
#else
#define enough(m, nodes) (HAS(bnew[m], m) && both(bnew[m], bold[m], nodes))
#endif
#endif

/* ---- what must hold in every state ---------------------------------------------------------- */

#define reigns(m) (role[m] != 0 && open[m])

#ifdef WITHOUT_G3 /* set to see what else a variant breaks */
#define shows(s, r) 0
#elif defined(SHOWS_UNMARKED)
#define shows(s, r) (prom[s] == (r))
#else
#define shows(s, r) (tail[s] == (r))
#endif

/* Which messages a majority has confirmed by now. The master may not know it yet: this is more than it answers. */
inline chooses() {
	x = 0;
	do
	:: x < N && reigns(x) ->
		k = role[x];
		i = 0;
		do
		:: i < wlen[k] ->
			n = 0; y = 0;
			do
			:: y < N -> n = n | ((HOLD(k, y) > i) << y); y++
			:: else -> break
			od;
			if
			:: safe(k, n) ->
				/* no two messages at one order */
				assert(G(2) && (chosen[i] == 0 || chosen[i] == W(k, i)));
				chosen_in[i] = (chosen[i] == 0 || newer(chosen_in[i], k) -> k : chosen_in[i]);
				chosen[i] = W(k, i);
				/* a reader is shown it on every node that confirmed to this master what it holds */
				j = 0;
				do
				:: j < N && shows(j, k) && held[j] > i -> assert(G(3) && LOG(j, i) == W(k, i)); j++
				:: j < N && !(shows(j, k) && held[j] > i) -> j++
				:: else -> break
				od;
				j = 0
			:: else
			fi;
			i++
		:: else -> break
		od;
		x++
	:: x < N && !reigns(x) -> x++
	:: else -> break
	od;
	i = 0; k = 0; n = 0; x = 0; y = 0
}

/* Claims that go too far; Spin must refute each: they show where the protocol ends. */
#if defined(CLAIM_ONE_OPEN)
inline check_claims() { assert(G(9) && open[0] + open[1] + open[N - 1] <= 1) }
#elif defined(CLAIM_ORDER_NAMES)
/* of two logs with a message at one order, it is the same message */
inline check_claims() {
	assert(G(9) && (held[0] == 0 || held[1] == 0 || LOG(0, 0) == LOG(1, 0)))
}
#else
#define check_claims() skip
#endif

inline check() {
	chooses();
	/* what a majority confirmed is in the log of every newer master */
	x = 1;
	do
	:: x <= R ->
		i = 0;
		do
		:: i < L && began[x] ->
			assert(G(1) && (chosen[i] == 0 || !newer(x, chosen_in[i]) || wlen[x] > i && W(x, i) == chosen[i]));
			i++
		:: else -> break
		od;
		x++
	:: else -> break
	od;
	x = 0;
	do
	:: x < N ->
		i = 0;
		do
		:: i < held[x] ->
			/* an id stands once */
			assert(LOG(x, i) != 0);
			j = 0;
			do
			:: j < i -> assert(G(4) && LOG(x, j) != LOG(x, i)); j++
			:: else -> break
			od;
#ifdef ASIDE
			n = n | BIT(LOG(x, i));
#endif
			i++
		:: else -> break
		od;
#ifdef ASIDE
		/* what a node once stored it holds, or has set aside */
		had[x] = had[x] | n;
		assert(G(8) && (had[x] & ~(n | aside[x])) == 0);
		n = 0;
#endif
		x++
	:: else -> break
	od;
	i = 0; j = 0; x = 0;
	check_claims()
}

/* ---- keeping the number of states small ------------------------------------------------------ */

#if defined(FORGETS_PROMISE) || defined(NO_CLAIMS) || defined(GRANTS_OLD_EPOCH) || defined(WIPED_KEEPS_ID)
#define KEEPS_DEAD
#endif

/* Forgets what every node will refuse for ever, and who confirmed what to a master that reigns no more. */
inline buries() {
	x = 1;
	do
	:: x <= R ->
		ok = 0; y = 0; z = 0;
		do
		:: y < N ->
			ok = ok || (reigns(y) && role[y] == x);
			z = z || (role[y] == x) || (!gone[y] && takes(y, x));
			y++
		:: else -> break
		od;
		y = 0;
		do
		:: y < N && !ok -> HOLD(x, y) = 0; y++
		:: else -> break
		od;
#if CHANGES
		rhave[x] = (ok && rold[x] != 0 -> rhave[x] : 0);
		rfrom[x] = (ok && rold[x] != 0 -> rfrom[x] : 0);
#ifdef ONE_STEP
		rseq[x] = (ok -> rseq[x] : 0);
		rnew[x] = (ok -> rnew[x] : 0);
		rold[x] = (ok -> rold[x] : 0);
#endif
#endif
#ifndef KEEPS_DEAD
		if
		:: !z ->
			taken[x] = 1; began[x] = 0; wlen[x] = 0;
#if CHANGES
			rseq[x] = 0; rnew[x] = 0; rold[x] = 0; rfrom[x] = 0;
#endif
			y = 0;
			do
			:: y < L -> W(x, y) = 0; y++
			:: else -> break
			od
		:: else
		fi;
#endif
		x++
	:: else -> break
	od;
	x = 0; y = 0; z = 0; ok = 0
}

#define SWAP(a, b) z = a; a = b; b = z
#define SWAP_OF(array) SWAP(array[x], array[x + 1])
#define SWAP_BITS(set) set = (set & ~(3 << x)) | (HAS(set, x) << (x + 1)) | HAS(set, x + 1) << x

/* Nodes differ in nothing but their names: of states that differ only so, one is kept. */
inline swaps() {
	SWAP_OF(prom); SWAP_OF(tail); SWAP_OF(held); SWAP_OF(gone); SWAP_OF(role); SWAP_OF(open);
#ifdef ASIDE
	SWAP_OF(had); SWAP_OF(aside);
#endif
#ifdef INDEX_KEEPS_CUT
	SWAP_OF(indexed);
#endif
#ifdef UNION_NOT_INDEXED
	SWAP_OF(unindexed);
#endif
	y = 0;
	do
	:: y < L -> SWAP(LOG(x, y), LOG(x + 1, y)); y++
	:: else -> break
	od;
	y = 1;
	do
	:: y <= R -> SWAP(HOLD(y, x), HOLD(y, x + 1)); y++
	:: else -> break
	od;
	y = 0;
	do
	:: y < N ->
		SWAP(TOLD(x, y), TOLD(x + 1, y)); SWAP(TTAIL(x, y), TTAIL(x + 1, y)); SWAP(TLEN(x, y), TLEN(x + 1, y));
		j = 0;
		do
		:: j < L -> SWAP(TLOG(x, y, j), TLOG(x + 1, y, j)); j++
		:: else -> break
		od;
		y++
	:: else -> break
	od;
	y = 0;
	do
	:: y < N ->
		SWAP(TOLD(y, x), TOLD(y, x + 1)); SWAP(TTAIL(y, x), TTAIL(y, x + 1)); SWAP(TLEN(y, x), TLEN(y, x + 1));
		j = 0;
		do
		:: j < L -> SWAP(TLOG(y, x, j), TLOG(y, x + 1, j)); j++
		:: else -> break
		od;
		y++
	:: else -> break
	od;
#if CHANGES
	SWAP_OF(crec); SWAP_OF(cseq); SWAP_OF(cnew); SWAP_OF(cold);
	SWAP_OF(brec); SWAP_OF(bseq); SWAP_OF(bnew); SWAP_OF(bold);
	y = 0;
	do
	:: y < N -> SWAP_BITS(cnew[y]); SWAP_BITS(cold[y]); SWAP_BITS(bnew[y]); SWAP_BITS(bold[y]); y++
	:: else -> break
	od;
	y = 1;
	do
	:: y <= R -> SWAP_BITS(rnew[y]); SWAP_BITS(rold[y]); SWAP_BITS(rhave[y]); y++
	:: else -> break
	od;
#endif
	y = 0; j = 0; z = 0
}

inline keys() {
	x = 0;
	do
	:: x < N ->
		key[x] = (((prom[x] * 5 + tail[x]) * 5 + role[x]) * 2 + open[x]) * 2 + gone[x];
		y = 0;
		do
		:: y < L -> key[x] = key[x] * 4 + LOG(x, y); y++
		:: else -> break
		od;
		y = 1;
		do
		:: y <= R -> key[x] = key[x] * 3 + HOLD(y, x); y++
		:: else -> break
		od;
		y = 0; z = 0;
		do
		:: y < N -> z = z + TOLD(x, y) + N * TOLD(y, x); y++
		:: else -> break
		od;
		key[x] = key[x] * 16 + z;
		x++
	:: else -> break
	od;
	x = 0; y = 0; z = 0
}

inline sorts() {
	keys();
	i = 1;
	do
	:: i < N ->
		x = 0;
		do
		:: x < N - 1 && key[x] < key[x + 1] ->
			swaps();
			key[x] = key[x] ^ key[x + 1]; key[x + 1] = key[x] ^ key[x + 1]; key[x] = key[x] ^ key[x + 1];
			x++
		:: x < N - 1 && key[x] >= key[x + 1] -> x++
		:: else -> break
		od;
		i++
	:: else -> break
	od;
	x = 0;
	do
	:: x < N -> key[x] = 0; x++
	:: else -> break
	od;
	i = 0; n = 0; x = 0
}

inline settle() {
	check();
	buries();
#ifdef SYMMETRY
	sorts();
#endif
	skip
}

/* ---- pieces of steps ------------------------------------------------------------------------- */

/* Gives up a take-over, or a reign: the gate is closed, and the writers that wait get no answer. A crash is the same:
   the disk keeps what was committed. */
inline stops(m) {
	role[m] = 0; open[m] = 0;
	x = 0;
	do
	:: x < N ->
		TOLD(m, x) = 0; TTAIL(m, x) = 0; TLEN(m, x) = 0;
		y = 0;
		do
		:: y < L -> TLOG(m, x, y) = 0; y++
		:: else -> break
		od;
		x++
	:: else -> break
	od;
	x = 0; y = 0;
#if CHANGES
	brec[m] = 0; bseq[m] = 0; bnew[m] = 0; bold[m] = 0;
#endif
}

/* s promises reign r. It first gives up what it does itself. */
inline promises(s, r) {
	if
	:: prom[s] != r ->
#ifdef KEEPS_WRITING
		if
		:: !open[s] -> stops(s)
		:: else
		fi;
#elif defined(SPEAKS_AS_PROMISED)
		if
		:: !open[s] -> stops(s)
		:: else
		fi;
#else
		stops(s);
#endif
		prom[s] = r
	:: else
	fi
}

/* m is told what s holds */
inline tells(m, s) {
	TOLD(m, s) = 1; TTAIL(m, s) = tail[s]; TLEN(m, s) = held[s];
	z = 0;
	do
	:: z < L -> TLOG(m, s, z) = LOG(s, z); z++
	:: else -> break
	od;
	z = 0;
}
#if CHANGES
inline tells_voters(m, s) {
#ifdef OWN_VOTERS
	if
	:: m == s ->
#else
	if
	:: crec[s] > brec[m] || crec[s] == brec[m] && cseq[s] >= bseq[m] ->
#endif
		brec[m] = crec[s]; bseq[m] = cseq[s]; bnew[m] = cnew[s]; bold[m] = cold[s]
	:: else
	fi
}
#else
#define tells_voters(m, s) skip
#endif

/* n = how many orders the log of s has in common with that of reign r */
inline compares(s, r) {
	n = 0;
	do
	:: n < held[s] && n < wlen[r] && LOG(s, n) == W(r, n) -> n++
	:: else -> break
	od
}

/* s gives up its messages from order n on. They are in a file of their own before. */
inline cuts(s) {
	z = n;
	do
	:: z < held[s] ->
#if defined(ASIDE) && !defined(CUTS_BEFORE_ASIDE)
		aside[s] = aside[s] | BIT(LOG(s, z));
#endif
		LOG(s, z) = 0; z++
	:: else -> break
	od;
	held[s] = (n < held[s] -> n : held[s]); z = 0
}

/* ---- election and take-over ------------------------------------------------------------------- */

/* With ONE_STEP a node that is elected asks whom it reaches, and opens or gives up, all in one step. */
#ifdef ONE_STEP
byte elect; /* this node, plus one */
#define elected(m) elect = m + 1
#define ASK(m, s)
#define OPEN(m)
#else
#define elected(m) skip
#define ASK(m, s) ASKS(m, s)
#define OPEN(m) OPENS(m)
#endif

/* Somebody tells m that it is elected: true or not, in time or late. It stops what it did, and commits its grant: an
   epoch above every one that it knows of. */
#ifdef GRANTS_OLD_EPOCH
#define grants_from(m, r) 1
#else
#define grants_from(m, r) newer(r, prom[m])
#endif
#ifdef TIE
#define next_claim(r) ((r) != 2 || taken[1])
#else
#define next_claim(r) 1
#endif
#if CHANGES
#define may_be_elected(m) HAS(cnew[m], m)
#define asks(m, s) HAS(bnew[m] | bold[m], s)
#else
#define may_be_elected(m) 1
#define asks(m, s) 1
#endif
#define GRANT(m, r) \
	:: d_step { !gone[m] && !taken[r] && grants_from(m, r) && next_claim(r) && may_be_elected(m) -> \
		printf("node %d: is elected, takes reign %d\n", m, r); \
		stops(m); role[m] = r; prom[m] = r; taken[r] = 1; tells(m, m); tells_voters(m, m); \
		marks_grant(m); elected(m) }
#ifdef MARKS_AT_GRANT
#define marks_grant(m) tail[m] = role[m]
#else
#define marks_grant(m) skip
#endif

/* m asks s, which promises, and only then tells what it holds. */
#ifdef READS_BEFORE_PROMISE
#define READ(m, s) \
	:: d_step { role[m] != 0 && !open[m] && m != s && !gone[s] && !TOLD(m, s) && TLEN(m, s) == 0 && held[s] != 0 -> \
		tells(m, s); TOLD(m, s) = 0 }
#define tells_promised(m, s) \
	if \
	:: TLEN(m, s) != 0 -> TOLD(m, s) = 1 \
	:: else -> tells(m, s) \
	fi
#else
#define READ(m, s)
#define tells_promised(m, s) tells(m, s)
#endif
#define ASKS(m, s) \
	:: d_step { role[m] != 0 && !open[m] && m != s && !gone[s] && !TOLD(m, s) && takes(s, role[m]) && \
			asks(m, s) -> \
		printf("node %d: promises reign %d of node %d, having %d orders and tail %d\n", \
			s, role[m], m, held[s], tail[s]); \
		promises(s, role[m]); tells_promised(m, s); tells_voters(m, s) } \
	READ(m, s)

/* The union of the logs that m was told of, into ulog: newest tail first, among equal ones the longest. A log that
   goes on where it ends lengthens it; where the two differ, the newer stays. Of equal tails and lengths any one may
   come first: `last` = 0 or 1. */
#define before(s, t) (newer(TTAIL(m, s), TTAIL(m, t)) || \
	EP(TTAIL(m, s)) == EP(TTAIL(m, t)) && TLEN(m, s) + last > TLEN(m, t))
inline joins(m, s) {
	z = 0;
	do
	:: z < ulen && z < TLEN(m, s) && ulog[z] == TLOG(m, s, z) -> z++
	:: else -> break
	od;
	do
	:: z == ulen && z < TLEN(m, s) -> ulog[z] = TLOG(m, s, z); ulen++; z++
	:: else -> break
	od;
	z = 0
}
inline unites(m, last) {
#ifdef OWN_LOG_WINS
	joins(m, m);
#endif
	k = 0; /* done, as bits */
	do
	:: k != BIT(N) - 1 ->
		best = N; x = 0;
		do
		:: x < N ->
			if
			:: !HAS(k, x) && !TOLD(m, x) -> k = k | BIT(x)
			:: !HAS(k, x) && TOLD(m, x) && (best == N || before(x, best)) -> best = x
			:: else
			fi;
			x++
		:: else -> break
		od;
		if
		:: best < N ->
			joins(m, best); k = k | BIT(best);
#ifdef NEWEST_REPLACES
			k = BIT(N) - 1
#endif
		:: else
		fi
	:: else -> break
	od;
	k = 0; x = 0; best = 0
}

/* m's log becomes the first `upto` of the union; what differs there or beyond is cut. */
inline stores_union(m, upto) {
	n = 0;
	do
	:: n < held[m] && n < ulen && LOG(m, n) == ulog[n] -> n++
	:: else -> break
	od;
	cuts(m);
	do
	:: n < upto -> LOG(m, n) = ulog[n]; n++; held[m] = n
	:: else -> break
	od;
	n = 0
}

#define who(m) (TOLD(m, 0) | TOLD(m, 1) << 1 | NODE2(m) | NODE3(m) | NODE4(m))
#define NODE2(m) (N > 2 -> TOLD(m, (N > 2 -> 2 : 0)) << 2 : 0)
#define NODE3(m) (N > 3 -> TOLD(m, (N > 3 -> 3 : 0)) << 3 : 0)
#define NODE4(m) (N > 4 -> TOLD(m, (N > 4 -> 4 : 0)) << 4 : 0)

inline forgets_union() {
	z = 0;
	do
	:: z < L -> ulog[z] = 0; z++
	:: else -> break
	od;
	z = 0; ulen = 0
}

/* m has fetched the union up to some order, and may crash then: its tail is still the old one. */
#ifdef FETCHES
#define FETCH(m, upto) FETCH_BY(m, upto, 0) FETCH_BY(m, upto, 1)
#define FETCH_BY(m, upto, last) \
	:: d_step { role[m] != 0 && !open[m] && enough(m, who(m)) -> \
		unites(m, last); \
		if \
		:: upto <= ulen -> stores_union(m, upto); printf("node %d: has fetched %d orders\n", m, held[m]) \
		:: else \
		fi; \
		forgets_union() }
#else
#define FETCH(m, upto)
#endif

/* m has asked enough. One commit ends the take-over: the union, and the own tail; then it opens. */
inline opens(m, last) {
	unites(m, last);
	stores_union(m, ulen);
	forgets_union();
#ifdef KEEPS_TAIL
	x = 0;
	do
	:: x < N -> tail[m] = (TOLD(m, x) && newer(TTAIL(m, x), tail[m]) -> TTAIL(m, x) : tail[m]); x++
	:: else -> break
	od;
	x = 0;
#else
	tail[m] = role[m];
#endif
	k = role[m];
#if CHANGES
	crec[m] = k; cseq[m] = 0; cnew[m] = bnew[m]; cold[m] = bold[m];
	rseq[k] = 0; rnew[k] = bnew[m]; rold[k] = bold[m]; rfrom[k] = (bold[m] != 0 -> held[m] : 0); rhave[k] = BIT(m);
#endif
	stops(m);
	role[m] = k; open[m] = 1;
	began[k] = 1; wlen[k] = held[m]; HOLD(k, m) = held[m];
	z = 0;
	do
	:: z < held[m] -> W(k, z) = LOG(m, z); z++
	:: else -> break
	od;
	printf("node %d: opens reign %d with %d orders\n", m, k, held[m]);
#ifdef UNION_NOT_INDEXED
	unindexed[m] = held[m];
#endif
#ifdef INDEX_KEEPS_CUT
	z = 0;
	do
	:: z < held[m] -> indexed[m] = indexed[m] | BIT(LOG(m, z)); z++
	:: else -> break
	od;
#endif
	k = 0; z = 0
}
#define OPENS(m) OPEN_BY(m, 0) OPEN_BY(m, 1)
#define OPEN_BY(m, last) \
	:: d_step { role[m] != 0 && !open[m] && enough(m, who(m)) -> opens(m, last) }

/* It crashes, or is not elected any more, or meets a newer reign. */
#ifdef ONE_STEP
#define STOP(m) /* it is one that does nothing more */
#else
#define STOP(m) \
	:: d_step { role[m] != 0 -> printf("node %d: stops\n", m); stops(m) } \
	FORGET(m)
#endif
#ifdef FORGETS_PROMISE
#define FORGET(m) \
	:: d_step { prom[m] != tail[m] -> printf("node %d: crashes and forgets its promise\n", m); \
		stops(m); prom[m] = tail[m] }
#else
#define FORGET(m)
#endif

/* ---- writing and replication ------------------------------------------------------------------- */

/* A writer posts id v; the master answers one that its log has from there. */
inline finds(m, v) {
	ok = 0; z = 0;
#ifdef UNION_NOT_INDEXED
	z = unindexed[m];
#endif
	do
	:: z < held[m] -> ok = ok || (LOG(m, z) == v); z++
	:: else -> break
	od;
	z = 0;
#ifdef INDEX_KEEPS_CUT
	if
	:: HAS(indexed[m], v) -> assert(G(4) && ok); ok = 1
	:: else -> indexed[m] = indexed[m] | BIT(v)
	fi
#endif
}
#ifdef KEEPS_TAIL
#define marks_append(m) tail[m] = role[m]
#else
#define marks_append(m) skip
#endif
#define APPEND(m, v) \
	:: d_step { open[m] && held[m] < L && v <= used + 1 -> \
		finds(m, v); \
		if \
		:: !ok -> \
			printf("node %d: writes id %d at order %d in reign %d\n", m, v, held[m], role[m]); \
			LOG(m, held[m]) = v; W(role[m], held[m]) = v; \
			held[m]++; wlen[role[m]] = held[m]; HOLD(role[m], m) = held[m]; \
			used = (v > used -> v : used); marks_append(m) \
		:: else \
		fi; \
		ok = 0 }

/* A delivery carries the record of the voters. s stores it with what was in the log when the record was made. */
#if CHANGES
#define records(s, r) crec[s] = r; cseq[s] = rseq[r]; cnew[s] = rnew[r]; cold[s] = rold[r]
#define recorded_at(s, r) (crec[s] == (r) && cseq[s] == rseq[r])
#ifdef RECORDS_WITHOUT_LOG
#define may_record(r, s) 1
#else
#define may_record(r, s) (rfrom[r] == 0 || tail[s] == (r) && held[s] >= rfrom[r])
#endif
inline takes_record(s, r) {
	if
	:: may_record(r, s) && !recorded_at(s, r) ->
		records(s, r); rhave[r] = rhave[r] | BIT(s);
		printf("node %d: stores the voters %d, before %d, of reign %d\n", s, rnew[r], rold[r], r)
	:: else
	fi
}
#define news_record(r, s) (may_record(r, s) && !recorded_at(s, r))
#else
#define takes_record(s, r) skip
#define news_record(r, s) 0
#endif

/* whether a delivery of the first o orders of reign r changes anything at s */
#define news(r, s, o) (prom[s] != (r) || o > 0 && (tail[s] != (r) || held[s] < o) || news_record(r, s))
#ifdef DELIVERS_WITHOUT_PROMISE
#define delivery_promises(s, r) \
	if \
	:: prom[s] != r -> stops(s) \
	:: else \
	fi
#else
#define delivery_promises(s, r) promises(s, r)
#endif
/* Its tail is of the reign that delivered last, even if that brought nothing new: what is counted in a reign then
   stands under that reign. But nothing may stand there that the reign has not confirmed. */
#ifdef MARKS_LONGER
#define too_long(s, r, o) 0
#else
#define too_long(s, r, o) (tail[s] != (r) && held[s] > o)
#endif
#ifdef HELD_UNMARKED
#define held_marks(s, r) skip
#else
#define held_marks(s, r) tail[s] = r
#endif
#define counts(r, s, o) HOLD(r, s) = (o > HOLD(r, s) -> o : HOLD(r, s))
/* With ONE_STEP nothing arrives after its master stopped, and only voters are sent anything: who is let in is filled in
   the same step. */
#ifdef ONE_STEP
#define is_master(m, r) (open[m] && role[m] == (r))
#define lives(r) (is_master(0, r) || is_master(1, r) || is_master(2, r) || is_master(N - 1, r) || is_master(N - 2, r))
#define sends(r, s) (lives(r) && sent_to(r, s))
#if CHANGES
#define sent_to(r, s) HAS(rnew[r] | rold[r], s)
#define greets(r, s) news_record(r, s)
#else
#define sent_to(r, s) 1
#define greets(r, s) 1
#endif
#else
#define sends(r, s) 1
#define greets(r, s) 1
#endif

/* The first o orders of reign r arrive at s; none: it is greeted. */
inline arrives(r, s, o) {
	delivery_promises(s, r);
	compares(s, r);
	if
	:: o > 0 && n >= (held[s] < o -> held[s] : o) && !too_long(s, r, o) ->
		if
		:: held[s] >= o -> held_marks(s, r)
		:: else -> tail[s] = r
		fi;
		do
		:: held[s] < o -> LOG(s, held[s]) = W(r, held[s]); held[s]++
		:: else -> break
		od;
		counts(r, s, o);
		printf("node %d: confirms %d orders to reign %d\n", s, o, r)
	:: else ->
		printf("node %d: is greeted by reign %d\n", s, r)
	fi;
	takes_record(s, r);
	n = 0
}
#define DELIVER(r, s, o) \
	:: d_step { began[r] && sends(r, s) && (o > 0 || greets(r, s)) && o <= wlen[r] && !gone[s] && \
			role[s] != r && takes(s, r) && news(r, s, o) -> \
		arrives(r, s, o) }

/* A master tells s to cut what is not in its own log. One commit cuts, promises and marks; so the same request, come
   again or late, finds s marked and cuts nothing that was written since. */
#ifdef CUTS_AGAIN
#define cut_allowed(r, s) 1
#else
#define cut_allowed(r, s) (tail[s] != (r))
#endif
inline is_cut(r, s) {
	compares(s, r);
#ifdef CUTS_AGAIN
	n = (n > 0 && tail[s] == r -> n - 1 : n);
#endif
	if
	:: n < held[s] ->
		printf("node %d: is cut to %d orders by reign %d\n", s, n, r);
		promises(s, r); cuts(s); tail[s] = r; counts(r, s, n);
		takes_record(s, r)
	:: else
	fi;
	n = 0
}
#define CUT(r, s) \
	:: d_step { began[r] && sends(r, s) && held[s] > 0 && !gone[s] && role[s] != r && takes(s, r) && cut_allowed(r, s) -> \
		is_cut(r, s) } \
	CUT_EARLY(r, s)
#ifdef ELECTED_CUTS
/* by a node that is elected, and has not completed its log */
#define CUT_EARLY(r, s) CUT_BY(r, s, 0) CUT_BY(r, s, 1) CUT_BY(r, s, N - 1)
#define CUT_BY(r, s, m) \
	:: d_step { role[m] == r && !open[m] && m != s && !gone[s] && takes(s, r) && held[s] > held[m] -> \
		printf("node %d: is cut to %d orders by node %d, which has not opened\n", s, held[m], m); \
		promises(s, r); n = held[m]; cuts(s); n = 0 }
#else
#define CUT_EARLY(r, s)
#endif

#ifdef SPEAKS_AS_PROMISED
/* an old master that takes the epoch of its deliveries from its disk speaks in the new one's name */
#define SPEAK(m, s) \
	:: d_step { open[m] && prom[m] != role[m] && m != s && !gone[s] && takes(s, prom[m]) && held[s] < held[m] -> \
		printf("node %d: takes a message of node %d, of reign %d, for one of reign %d\n", \
			s, m, role[m], prom[m]); \
		LOG(s, held[s]) = LOG(m, held[s]); held[s]++; tail[s] = prom[m]; promises(s, prom[m]); \
		counts(role[m], s, held[s]) }
#else
#define SPEAK(m, s)
#endif

/* ---- lost disks ---------------------------------------------------------------------------- */

inline loses(s) {
	printf("node %d: its disk is wiped\n", s);
	losses++;
	stops(s);
	prom[s] = 0; tail[s] = 0; held[s] = 0;
#ifdef ASIDE
	had[s] = 0; aside[s] = 0;
#endif
#if CHANGES
	crec[s] = 0; cseq[s] = 0; cnew[s] = 0; cold[s] = 0;
#endif
#ifndef WIPED_KEEPS_ID
	gone[s] = 1;
#endif
	z = 0;
	do
	:: z < L -> LOG(s, z) = 0; z++
	:: else -> break
	od;
	z = 0
}
#if LOSSES
#define LOSE(s) :: d_step { losses < LOSSES && !gone[s] && prom[s] != 0 -> loses(s) }
#else
#define LOSE(s)
#endif

/* ---- changes of the voters -------------------------------------------------------------------- */

#if CHANGES == 0
#define VOTERS_OF(m, s)
#define APPLY(m)
#else
/* m lets s in, or retires it. One change at a time: the one before is applied. */
#ifdef TWO_AT_ONCE
#define one_at_a_time(r) 1
#else
#define one_at_a_time(r) (rold[r] == 0)
#endif
#ifdef UNFILLED
#define filled(r, s) 1
#else
#define filled(r, s) (HOLD(r, s) == wlen[r])
#endif
#if defined(ONE_STEP) && !defined(UNFILLED)
#define may_join(r, s) takes(s, r)
inline fills(r, s) {
	compares(s, r);
	promises(s, r); cuts(s); tail[s] = r;
	do
	:: held[s] < wlen[r] -> LOG(s, held[s]) = W(r, held[s]); held[s]++
	:: else -> break
	od;
	counts(r, s, held[s]); n = 0
}
#else
#define may_join(r, s) filled(r, s)
#define fills(r, s) skip
#endif
#define CHANGE(m, s) \
	:: d_step { open[m] && m != s && changes < CHANGES && one_at_a_time(role[m]) && \
			(HAS(rnew[role[m]], s) || !gone[s] && may_join(role[m], s)) -> \
		k = role[m]; \
		if \
		:: !HAS(rnew[k], s) -> fills(k, s) \
		:: else \
		fi; \
		changes++; rold[k] = rnew[k]; rnew[k] = rnew[k] ^ BIT(s); rseq[k]++; rfrom[k] = wlen[k]; \
		records(m, k); rhave[k] = BIT(m); \
		printf("node %d: changes the voters from %d to %d in reign %d\n", m, rold[k], rnew[k], k); \
		k = 0 }
/* Majorities of both sets have stored the change: from now on the new set counts alone. */
#if defined(APPLIES_AT_ONCE)
#define recorded(r) 1
#elif defined(COUNTS_NEW_ONLY)
#define recorded(r) most(rnew[r], rhave[r])
#else
#define recorded(r) both(rnew[r], rold[r], rhave[r])
#endif
#define APPLY(m) \
	:: d_step { open[m] && rold[role[m]] != 0 && recorded(role[m]) -> \
		k = role[m]; \
		rold[k] = 0; rseq[k]++; rfrom[k] = 0; records(m, k); rhave[k] = 0; \
		printf("node %d: applies the change to %d\n", m, rnew[k]); \
		k = 0 }
#define VOTERS_OF(m, s) CHANGE(m, s)
#endif

/* ---- everything that may happen -------------------------------------------------------------- */

#define BETWEEN(m, s) ASK(m, s) SPEAK(m, s) VOTERS_OF(m, s)
#define FROM(r, s) REIGN_ORDERS(r, s) CUT(r, s)
#if L == 1
#define REIGN_ORDERS(r, s) DELIVER(r, s, 0) DELIVER(r, s, 1)
#define FETCHED(m) FETCH(m, 0) FETCH(m, 1)
#elif L == 2
#define REIGN_ORDERS(r, s) DELIVER(r, s, 0) DELIVER(r, s, 1) DELIVER(r, s, 2)
#define FETCHED(m) FETCH(m, 0) FETCH(m, 1) FETCH(m, 2)
#else
#define REIGN_ORDERS(r, s) DELIVER(r, s, 0) DELIVER(r, s, 1) DELIVER(r, s, 2) DELIVER(r, s, 3)
#define FETCHED(m) FETCH(m, 0) FETCH(m, 1) FETCH(m, 2) FETCH(m, 3)
#endif
#if R == 2
#define REIGNS(s) FROM(1, s) FROM(2, s)
#define GRANTS(m) GRANT(m, 1) GRANT(m, 2)
#elif R == 3
#define REIGNS(s) FROM(1, s) FROM(2, s) FROM(3, s)
#define GRANTS(m) GRANT(m, 1) GRANT(m, 2) GRANT(m, 3)
#else
#define REIGNS(s) FROM(1, s) FROM(2, s) FROM(3, s) FROM(4, s)
#define GRANTS(m) GRANT(m, 1) GRANT(m, 2) GRANT(m, 3) GRANT(m, 4)
#endif
#if V == 1
#define WRITERS(m) APPEND(m, 1)
#elif V == 2
#define WRITERS(m) APPEND(m, 1) APPEND(m, 2)
#else
#define WRITERS(m) APPEND(m, 1) APPEND(m, 2) APPEND(m, 3)
#endif
#if N == 3
#define PEERS(m) BETWEEN(m, 0) BETWEEN(m, 1) BETWEEN(m, 2)
#define NODES NODE(0) NODE(1) NODE(2)
#elif N == 4
#define PEERS(m) BETWEEN(m, 0) BETWEEN(m, 1) BETWEEN(m, 2) BETWEEN(m, 3)
#define NODES NODE(0) NODE(1) NODE(2) NODE(3)
#else
#define PEERS(m) BETWEEN(m, 0) BETWEEN(m, 1) BETWEEN(m, 2) BETWEEN(m, 3) BETWEEN(m, 4)
#define NODES NODE(0) NODE(1) NODE(2) NODE(3) NODE(4)
#endif
#define NODE(m) GRANTS(m) PEERS(m) FETCHED(m) OPEN(m) STOP(m) WRITERS(m) REIGNS(m) LOSE(m) APPLY(m)

init {
#if CHANGES
	d_step {
		do
		:: x < N -> cnew[x] = VOTERS; x++
		:: else -> break
		od;
		x = 0
	}
#endif
	do
	:: atomic {
		if
		NODES
		fi;
#ifdef ONE_STEP
		if
		:: elect != 0 ->
			elect--;
			do
			:: w < N ->
				if
				ASKS(elect, w)
				:: skip
				fi;
				w++
			:: else -> break
			od;
			w = 0;
			if
			OPENS(elect)
			:: else -> d_step { stops(elect) }
			fi;
			elect = 0
		:: else
		fi;
#endif
		d_step { settle() }
	}
	od
}
