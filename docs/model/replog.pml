/*
 * The replication protocol: two masters, one or two secondaries, one log.
 * README.md beside this file says what it models, what it leaves out, and which class each step is.
 *
 * One process takes one step at a time; whatever may happen next is one option of its loop. A crash,
 * a loss or another node's step may fall between any two steps, and not into a d_step.
 */

/* Bounds; `check` sets them. */
#ifndef NS
#define NS 2 /* secondaries */
#endif
#ifndef L
#define L 2 /* orders in the log */
#endif
#ifndef V
#define V 3 /* message ids; each may be posted to each master, any number of times */
#endif
#ifndef B
#define B 3 /* starts of masters in all, the first one of master 0 among them */
#endif
#ifndef LOSSES
#define LOSSES 0 /* disks wiped, and masters' disks set back to an older copy */
#endif
#define NM 2

/* mode of a master; a fenced one is DOWN: all that a person can do with it is restart it */
#define DOWN 0
#define STARTING 1
#define OPEN 2

/* what a master knows of a secondary */
#define UNKNOWN 0
#define AGREED 1   /* it has promised, at the master's start, to refuse older masters */
#define SAME 2     /* its log is a beginning of the master's */
#define DIVERGED 3

/* The network. A start of a master is numbered b. What was sent under b never leaves the network: it
   may arrive at any later time, in any order, any number of times, or never. */
byte wire[B * L];    /* the message sent for an order under b; 0: none */
bit  to[B * NS];     /* whether b's messages are addressed to s */
byte answer[B * NS]; /* the largest prefix s has answered to deliveries of b: a smaller one changes nothing */
byte ep[B];          /* the epoch of b; b itself serves as the claim that goes with it */
byte nb = 1;         /* starts so far */

/* A master. On its disk: mep, mtail, mlog, mlen. */
byte mode[NM];
byte mb[NM];         /* which start this is */
byte mep[NM];        /* epoch taken */
byte mtail[NM];      /* the start under which its log was written last, plus one */
byte mlog[NM * L];
byte mlen[NM];
byte mnew[NM];       /* newest tail among the secondaries whose messages it recovered; 0: none */
byte mpend[NM];      /* written but not synced: the message for order mlen; 0: none */
byte peer[NM * NS];
bit  stale[NM * NS]; /* s has lost its disk since m last asked it */

/* A secondary. On its disk: all but spend. */
byte sep[NS];        /* newest epoch seen, and */
byte sclaim[NS];     /* the start that took it, plus one */
byte stail[NS];      /* the start that last delivered here after comparing, plus one */
byte slog[NS * L];
byte slen[NS];
byte gap[NS * L];    /* the start whose message waits at this order, plus one; 0: none */
byte spend[NS];      /* written but not synced: the start whose message is for order slen, plus one */

/* What only the assertions look at. */
byte synced[B];      /* orders on the master's disk under b */
byte sent[NM];       /* orders sent since m last lost its disk */
byte acked[B * NS];  /* orders whose writers b answered counting s; 0 again once s loses its disk, or
                        once b, if it goes on, contacts s after that */
byte heard[NS];      /* newest epoch announced to s since it last lost its disk */
byte used;           /* ids used so far; a new one is always the next: ids are interchangeable */
byte losses;

#ifdef STALE_ACK
byte late[B * NS];   /* answers of a process that has ended */
#endif
#ifdef NO_DEDUP_ON_RECOVERY
byte recovered[NM];  /* orders that are missing in the id index */
#endif
#ifdef DEAF
bit told[NM];
#endif

/* Scratch: 0 again at the end of every step. */
byte i, j, k, n, x, y, z, ok;
#ifdef SYMMETRY
int key[2];
#endif

#define W(b, o) wire[(b) * L + (o)]
#define ML(m, o) mlog[(m) * L + (o)]
#define SL(s, o) slog[(s) * L + (o)]
#define GAP(s, o) gap[(s) * L + (o)]
#define PEER(m, s) peer[(m) * NS + (s)]
#define STALE(m, s) stale[(m) * NS + (s)]
#define TO(b, s) to[(b) * NS + (s)]
#define ANSWER(b, s) answer[(b) * NS + (s)]
#define ACKED(b, s) acked[(b) * NS + (s)]
/* what b answered counting s, unless s has lost its disk and b does not know it yet */
#define unaware(m, b, s) (mode[m] != DOWN && mb[m] == (b) && STALE(m, s))
#define HELD(b, s) (unaware(0, b, s) || unaware(1, b, s) -> 0 : ACKED(b, s))

/* whether s takes deliveries of start b: a newer epoch, or the one that it knows, by the same claim;
   and whether b is the newest it has heard of */
#ifdef NO_CLAIMS
#define takes(s, b) (ep[b] >= sep[s])
#define follows(s, b) (ep[b] == sep[s])
#else
#define follows(s, b) (sclaim[s] == (b) + 1)
#define takes(s, b) (ep[b] > sep[s] || ep[b] == sep[s] && (sclaim[s] == (b) + 1 || sclaim[s] == 0))
#endif
#define older(b, c) (ep[b] < ep[c] || ep[b] == ep[c] && (b) != (c))

/* Names the guarantee in Spin's report of a failed assertion; 9 stands for a limit. */
#define G(number) (number > 0)

/* ---- limits ------------------------------------------------------------------------------- */

/* Claims that go too far; Spin must refute each: they show where the protocol ends. */
#ifdef CLAIM_ONE_HISTORY
/* no two masters answer w = 2 for different messages at one order */
inline check_claims() {
	do
	:: n < nb ->
		k = 0;
		do
		:: k < nb ->
			i = 0;
			do
			:: i < L ->
				assert(G(9) && (HELD(n, 0) <= i || HELD(k, NS - 1) <= i || SL(0, i) == SL(NS - 1, i)));
				i++
			:: else -> break
			od;
			k++
		:: else -> break
		od;
		n++
	:: else -> break
	od;
	i = 0; k = 0; n = 0
}
#else
#define check_claims() skip
#endif

/* ---- what is promised when every start reaches REACH secondaries ----------------------------- */

/* Any REACH secondaries and any NS - REACH + 1 have one in common. So a master that opens has all that any
   older start had answered counting NS - REACH + 1 of them, that is, with w = NS - REACH + 2. */
#ifndef REACH
#define check_promises() check_claims()
#else
#ifdef CLAIM_ONE_FEWER
#define ENOUGH (NS - REACH)
#define G_PROMISE G(9)
#else
#define ENOUGH (NS - REACH + 1)
#define G_PROMISE G(1)
#endif
inline check_promises() {
	do
	:: y < NM && mode[y] == OPEN ->
		n = 0;
		do
		:: n < nb && ep[n] < mep[y] ->
			i = 0;
			do
			:: i < L ->
				k = 0; x = 0;
				do
				:: x < NS -> k = k + (HELD(n, x) > i); x++
				:: else -> break
				od;
				x = 0;
				do
				:: x < NS && k >= ENOUGH && HELD(n, x) > i ->
					assert(G_PROMISE && i < mlen[y] && SL(x, i) == ML(y, i)); x++
				:: x < NS && !(k >= ENOUGH && HELD(n, x) > i) -> x++
				:: else -> break
				od;
				i++
			:: else -> break
			od;
			n++
		:: n < nb && ep[n] >= mep[y] -> n++
		:: else -> break
		od;
		y++
	:: y < NM && mode[y] != OPEN -> y++
	:: else -> break
	od;
	i = 0; k = 0; n = 0; x = 0; y = 0;
	check_claims()
}
#endif

/* ---- what must hold in every state ---------------------------------------------------------- */

inline check() {
	x = 0;
	do
	:: x < NS ->
		i = 0;
		do
		:: i < slen[x] ->
			/* G3: no gap in what is shown (`stores` has the rest of it); G4: an id stands once */
			assert(G(3) && SL(x, i) != 0);
			j = 0;
			do
			:: j < i -> assert(G(4) && SL(x, j) != SL(x, i)); j++
			:: else -> break
			od;
			i++
		:: else -> break
		od;
		y = 0;
		do
		:: y < NM ->
			if
			:: mode[y] == OPEN && PEER(y, x) == SAME && !STALE(y, x) ->
				/* G1: what counted as stored on s is stored on s, and is what the master has */
				i = 0;
				do
				:: i < ACKED(mb[y], x) ->
					assert(G(1) && i < slen[x] && i < mlen[y] && SL(x, i) == ML(y, i)); i++
				:: else -> break
				od;
#ifndef WITHOUT_G8 /* set to see what else a variant breaks */
				/* G8: while s takes what a master writes, it holds nothing else */
				if
				:: follows(x, mb[y]) ->
					i = 0;
					do
					:: i < slen[x] -> assert(G(8) && i < mlen[y] && SL(x, i) == ML(y, i)); i++
					:: else -> break
					od
				:: else
				fi;
#endif
#ifndef ONLY_OWN_G1 /* the same */
				/* G1: what any older start had answered counting s is in this master's log */
				n = 0;
				do
				:: n < nb ->
					if
					:: ep[n] < mep[y] ->
						i = 0;
						do
						:: i < HELD(n, x) ->
							assert(G(1) && i < mlen[y] && SL(x, i) == ML(y, i)); i++
						:: else -> break
						od
					:: else
					fi;
					n++
				:: else -> break
				od
#endif
			:: else
			fi;
			y++
		:: else -> break
		od;
		x++
	:: else -> break
	od;
	y = 0;
	do
	:: y < NM ->
		i = 0;
		do
		:: i < mlen[y] ->
			/* G4 */
			j = 0;
			do
			:: j < i -> assert(G(4) && ML(y, j) != ML(y, i)); j++
			:: else -> break
			od;
			i++
		:: else -> break
		od;
		y++
	:: else -> break
	od;
	i = 0; j = 0; n = 0; x = 0; y = 0;
	check_promises()
}

/* ---- keeping the number of states small ------------------------------------------------------ */

#if defined(EPOCH_NOT_PERSISTED) || defined(NO_EPOCH_CHECK) || defined(STALE_ACK) || defined(KEEP_OLD_GAP)
#define KEEPS_DEAD
#endif

/* Forgets messages that every secondary will refuse for ever. */
inline buries() {
	y = 0;
	do
	:: y < nb ->
		ok = (mode[0] == DOWN || mb[0] != y) && (mode[1] == DOWN || mb[1] != y);
		x = 0;
		do
		:: x < NS ->
			TO(y, x) = TO(y, x) && takes(x, y);
			ok = ok && !TO(y, x);
			x++
		:: else -> break
		od;
		i = 0;
		do
		:: i < L && ok -> W(y, i) = 0; i++
		:: else -> break
		od;
		synced[y] = (ok -> 0 : synced[y]);
		y++
	:: else -> break
	od;
	i = 0; x = 0; y = 0; ok = 0
}

#define SWAP(a, b) z = a; a = b; b = z
#define SWAP2(a) SWAP(a[0], a[1])

/* Secondaries differ in nothing but their names: of two states that differ only so, one is kept. */
inline sorts() {
	y = 0;
	do
	:: y < 2 ->
		key[y] = (((sep[y] * 5 + sclaim[y]) * 5 + stail[y]) * 4 + slen[y]) * 5 + spend[y];
		i = 0;
		do
		:: i < L -> key[y] = (key[y] * 4 + SL(y, i)) * 5 + GAP(y, i); i++
		:: else -> break
		od;
		i = 0;
		do
		:: i < NM -> key[y] = (key[y] * 4 + PEER(i, y)) * 2 + STALE(i, y); i++
		:: else -> break
		od;
		i = 0;
		do
		:: i < B -> key[y] = ((key[y] * 4 + ACKED(i, y)) * 4 + ANSWER(i, y)) * 2 + TO(i, y); i++
		:: else -> break
		od;
		y++
	:: else -> break
	od;
	if
	:: key[0] < key[1] ->
		SWAP2(sep); SWAP2(sclaim); SWAP2(stail); SWAP2(slen); SWAP2(spend); SWAP2(heard);
		i = 0;
		do
		:: i < L -> SWAP(SL(0, i), SL(1, i)); SWAP(GAP(0, i), GAP(1, i)); i++
		:: else -> break
		od;
		i = 0;
		do
		:: i < NM -> SWAP(PEER(i, 0), PEER(i, 1)); SWAP(STALE(i, 0), STALE(i, 1)); i++
		:: else -> break
		od;
		i = 0;
		do
		:: i < B ->
			SWAP(ACKED(i, 0), ACKED(i, 1)); SWAP(ANSWER(i, 0), ANSWER(i, 1));
			SWAP(TO(i, 0), TO(i, 1)); i++
		:: else -> break
		od
	:: else
	fi;
	key[0] = 0; key[1] = 0; i = 0; y = 0; z = 0
}

inline settle() {
#ifndef KEEPS_DEAD
	if
	:: losses == LOSSES -> buries()
	:: else
	fi;
#endif
#ifdef SYMMETRY
	sorts();
#endif
	skip
}

/* ---- pieces of steps ------------------------------------------------------------------------- */

/* Start b announces itself to s, which accepts it. What waits in its gap came under an older epoch: it was never
   shown or counted, and the new master may not have it. */
inline hear(s, b) {
	if
	:: ep[b] > sep[s] ->
		sep[s] = ep[b]; sclaim[s] = b + 1;
#ifndef KEEP_OLD_GAP
		z = 0;
		do
		:: z < L -> GAP(s, z) = 0; z++
		:: else -> break
		od;
		z = 0;
#endif
	:: else
	fi;
	heard[s] = (ep[b] > heard[s] -> ep[b] : heard[s])
}

/* ok = the log of s up to `upto` is what start b has there: the running checksums agree */
inline chain(s, b, upto) {
	ok = 1;
#ifndef NO_CHAIN
	z = 0;
	do
	:: z < upto -> ok = ok && (SL(s, z) == W(b, z)); z++
	:: else -> break
	od;
	z = 0
#endif
}

/* n = how many orders m and s hold alike before they differ or one of them ends */
#ifdef LENGTH_ONLY
#define alike(m, s, o) 1
#else
#define alike(m, s, o) (ML(m, o) == SL(s, o))
#endif
inline compare(m, s) {
	n = 0;
	do
	:: n < mlen[m] && n < slen[s] && alike(m, s, n) -> n++
	:: else -> break
	od
}

inline goes_down(m) {
	mpend[m] = 0; mnew[m] = 0;
	z = 0;
	do
	:: z < NS ->
		ACKED(mb[m], z) = HELD(mb[m], z);
		PEER(m, z) = UNKNOWN; STALE(m, z) = 0;
		ANSWER(mb[m], z) = 0; /* the answer to a request dies with its sender */
		z++
	:: else -> break
	od;
	mode[m] = DOWN; z = 0
}

/* ---- the steps of a master ------------------------------------------------------------------- */

/* ok = id v stands in the log */
inline finds(m, v) {
	ok = 0; z = 0;
#ifdef NO_DEDUP_ON_RECOVERY
	z = recovered[m];
#endif
	do
	:: z < mlen[m] -> ok = ok || (ML(m, z) == v); z++
	:: else -> break
	od;
	z = 0
}

/* The disk has it; only now may it be sent. Sent means in the network for every s it writes to. */
inline commits(m) {
	printf("master %d: syncs order %d and sends it\n", m, mlen[m]);
	ML(m, mlen[m]) = mpend[m]; W(mb[m], mlen[m]) = mpend[m];
	mlen[m]++; mpend[m] = 0; synced[mb[m]] = mlen[m]; sent[m] = mlen[m];
	mtail[m] = mb[m] + 1;
	check()
}
#ifdef ONE_STEP
#define COMMIT(m)
#define append_commits(m) commits(m)
#else
#define COMMIT(m) :: d_step { mode[m] == OPEN && mpend[m] != 0 -> commits(m); settle() }
#define append_commits(m) skip
#endif

/* A writer posts id v; the master answers one that its log has from there. */
#define APPEND(m, v) \
	:: d_step { mode[m] == OPEN && mpend[m] == 0 && mlen[m] < L && v <= used + 1 -> \
		finds(m, v); \
		if \
		:: !ok -> \
			printf("master %d: writes id %d for order %d under start %d\n", m, v, mlen[m], mb[m]); \
			mpend[m] = v; used = (v > used -> v : used); \
			append_sends(m, v); append_deaf(m); append_commits(m) \
		:: else \
		fi; \
		ok = 0; settle() }
#ifdef SEND_BEFORE_SYNC
#define append_sends(m, v) W(mb[m], mlen[m]) = v; sent[m] = mlen[m] + 1
#else
#define append_sends(m, v) skip
#endif
#ifdef DEAF
#define append_deaf(m) assert(G(7) && !told[m]) /* it stops accepting */
#else
#define append_deaf(m) skip
#endif

#define CRASH(m) \
	:: d_step { mode[m] != DOWN -> printf("master %d: crashes\n", m); goes_down(m); settle() }

/* Its disk comes back empty, or as a copy that lacks the last message. */
#define LOSE(m) \
	:: d_step { mode[m] == DOWN && losses < LOSSES && mep[m] != 0 -> \
		printf("master %d: its disk is wiped\n", m); \
		losses++; mep[m] = 0; mtail[m] = 0; mlen[m] = 0; sent[m] = 0; \
		z = 0; do :: z < L -> ML(m, z) = 0; z++ :: else -> break od; z = 0; \
		lose_index(m); settle() } \
	:: d_step { mode[m] == DOWN && losses < LOSSES && mlen[m] > 0 -> \
		printf("master %d: its disk is set back by one message\n", m); \
		losses++; mlen[m]--; ML(m, mlen[m]) = 0; sent[m] = mlen[m]; settle() }
#ifdef NO_DEDUP_ON_RECOVERY
#define lose_index(m) recovered[m] = 0
#else
#define lose_index(m) skip
#endif

/* A start takes an epoch above its own, on disk, and a random claim. Asking the secondaries first
   makes it likely that the epoch is above all others; nothing rests on it. Only the order of epochs
   matters, so an epoch is its place in that order. The new one takes place p: it shares it with the
   one that is there (TIE), or those from there on move up. */
inline makes_room(p) {
	z = 0;
	do
	:: z < nb -> if :: ep[z] >= p -> ep[z]++ :: else fi; z++
	:: else -> break
	od;
	z = 0;
	do
	:: z < NM -> if :: mep[z] >= p -> mep[z]++ :: else fi; z++
	:: else -> break
	od;
	z = 0;
	do
	:: z < NS ->
		if :: sep[z] >= p -> sep[z]++ :: else fi;
		if :: heard[z] >= p -> heard[z]++ :: else fi;
		z++
	:: else -> break
	od;
	z = 0
}
inline starts(m, p) {
	mb[m] = nb; mep[m] = p; ep[nb] = p; nb++;
	mode[m] = STARTING;
#ifdef DEAF
	told[m] = 0;
#endif
	printf("master %d: start %d takes epoch %d\n", m, mb[m], p)
}
#define taken(p) (ep[0] == p || nb > 1 && ep[1] == p || nb > 2 && ep[2] == p || nb > 3 && ep[B - 1] == p)
#define START(m, p) \
	:: d_step { mode[m] == DOWN && nb < B && mep[m] < p && p <= nb + 1 -> \
		makes_room(p); starts(m, p); settle() } \
	:: d_step { mode[m] == DOWN && nb < B && mep[m] < p && taken(p) -> \
		starts(m, p); settle() }

/* Whether the new master has announced itself to s, or does so in the same step. */
#ifdef ONE_STEP
#define greets(m, s) hear(s, mb[m])
#define greeted(m, s) takes(s, mb[m])
#else
#define greets(m, s) skip
#define greeted(m, s) follows(s, mb[m])
#endif

/* Whether the log of s may have been written after m's own was. Two starts of one epoch wrote beside
   each other: each tail is newer than the other. What m recovered just now does not make its own any
   newer before it opens. */
#ifdef TAIL_WITHOUT_CLAIM
#define newer_than(a, b) (a != 0 && (b == 0 || ep[a - 1] > ep[b - 1]))
#else
#define newer_than(a, b) (a != 0 && (b == 0 || a != b && ep[a - 1] >= ep[b - 1]))
#endif
#ifdef OWN_LOG_WINS
#define newer_history(m, s) 0
#elif defined(NEWEST_WINS)
#define newer_history(m, s) newer_than(stail[s], (mnew[m] != 0 -> mnew[m] : mtail[m]))
#else
#define newer_history(m, s) newer_than(stail[s], mtail[m])
#endif

#ifdef NO_DEDUP_ON_RECOVERY
#define adopt_index(m) recovered[m] = mlen[m]
#else
#define adopt_index(m) skip
#endif
#ifdef RECOVERS_SHORTER
#define cuts(m, s) do :: mlen[m] > slen[s] -> mlen[m]--; ML(m, mlen[m]) = 0 :: else -> break od
#else
#define cuts(m, s) skip
#endif
inline adopts(m, s) {
#ifdef NO_RECOVERY
	if
	:: slen[s] > mlen[m] -> PEER(m, s) = DIVERGED
	:: else
	fi
#else
	cuts(m, s);
	if
	:: mlen[m] < slen[s] && (mnew[m] == 0 || newer_than(stail[s], mnew[m])) -> mnew[m] = stail[s]
	:: else
	fi;
	do
	:: mlen[m] < slen[s] -> ML(m, mlen[m]) = SL(s, mlen[m]); mlen[m]++; adopt_index(m)
	:: else -> break
	od
#endif
}

/* Recovery: m copies what an agreed s has beyond its own log, or finds that they differ. In which
   order it goes from one s to the next does not matter here. */
inline recovers(m, s) {
	compare(m, s);
	if
	:: n < mlen[m] && n < slen[s] ->
		if
		:: newer_history(m, s) ->
			printf("master %d: secondary %d differs and is newer; does not open\n", m, s);
			goes_down(m)
		:: else ->
			printf("master %d: secondary %d has diverged\n", m, s);
			PEER(m, s) = DIVERGED
		fi
	:: else ->
		PEER(m, s) = SAME; TO(mb[m], s) = 1;
		adopts(m, s);
		printf("master %d: has recovered secondary %d, now %d orders\n", m, s, mlen[m])
	fi;
	n = 0
}
#ifdef ONE_STEP
#define agree_recovers(m, s) recovers(m, s)
#define RECOVER(m, s)
#else
#define agree_recovers(m, s) skip
#define RECOVER(m, s) \
	:: d_step { mode[m] == STARTING && PEER(m, s) == AGREED && spend[s] == 0 -> \
		if \
		:: STALE(m, s) -> PEER(m, s) = UNKNOWN; STALE(m, s) = 0 \
		:: else -> recovers(m, s) \
		fi; \
		settle() }
#endif

/* A start learns that s has agreed; or that s has seen a newer master, and gives up this attempt. */
#ifdef READ_WITHOUT_GREETING
#define agree_needs(m, s) 1
#define agree_greets(m, s) skip
#else
#define agree_needs(m, s) greeted(m, s)
#define agree_greets(m, s) greets(m, s)
#endif
#define AGREE(m, s) \
	:: d_step { mode[m] == STARTING && PEER(m, s) == UNKNOWN && spend[s] == 0 && \
			agree_needs(m, s) -> \
		agree_greets(m, s); PEER(m, s) = AGREED; \
		printf("master %d: secondary %d, with %d orders, agrees to start %d\n", \
			m, s, slen[s], mb[m]); \
		agree_recovers(m, s); settle() } \
	:: d_step { mode[m] == STARTING && !takes(s, mb[m]) -> \
		goes_down(m); \
		printf("master %d: start %d refused by secondary %d\n", m, mb[m], s); settle() }

/* The master retries an unfinished take-over, under the same epoch and claim. */
#define AGAIN(m) \
	:: d_step { mode[m] == STARTING && (PEER(m, 0) != UNKNOWN || PEER(m, NS - 1) != UNKNOWN) -> \
		tries_again(m); printf("master %d: start %d tries again\n", m, mb[m]); settle() }
inline tries_again(m) {
	mnew[m] = 0;
	z = 0;
	do
	:: z < NS -> PEER(m, z) = UNKNOWN; STALE(m, z) = 0; TO(mb[m], z) = 0; z++
	:: else -> break
	od;
	z = 0
}

/* It opens for writes, with those it reached. */
#define opens_owes(m) \
	(PEER(m, x) != UNKNOWN && !STALE(m, x) && ep[y] <= mep[m] && newer_start(y + 1, mtail[m]))
#define newer_start(a, b) (b == 0 || a != b && ep[a - 1] >= ep[b - 1])
inline opens(m) {
	/* G2: all that it ever sent is here, unless its disk was lost */
	assert(G(2) && mlen[m] >= sent[m]);
	/* G1: of what was answered after its own log was last written, all that any s it reached had
	   counted for is here */
	x = 0;
	do
	:: x < NS ->
		y = 0;
		do
		:: y < nb && opens_owes(m) ->
			i = 0;
			do
			:: i < HELD(y, x) -> assert(G(1) && i < mlen[m] && ML(m, i) == SL(x, i)); i++
			:: else -> break
			od;
			y++
		:: y < nb && !(opens_owes(m)) -> y++
		:: else -> break
		od;
		x++
	:: else -> break
	od;
	mode[m] = OPEN; synced[mb[m]] = mlen[m]; sent[m] = mlen[m];
	mtail[m] = (newer_than(mnew[m], mtail[m]) -> mnew[m] : mtail[m]); mnew[m] = 0;
	i = 0;
	do
	:: i < mlen[m] -> W(mb[m], i) = ML(m, i); i++
	:: else -> break
	od;
	i = 0; x = 0; y = 0;
	printf("master %d: opens with %d orders\n", m, mlen[m]);
	check()
}
#ifdef REACH
#define REACHED(m) ((PEER(m, 0) >= SAME) + (NS > 1 && PEER(m, NS - 1) >= SAME) >= REACH)
#else
#define REACHED(m) 1
#endif
#ifdef GIVES_UP_RECOVERY
#define RECOVERED(m) 1
#else
#define RECOVERED(m) (PEER(m, 0) != AGREED && PEER(m, NS - 1) != AGREED)
#endif
#define OPENS(m) \
	:: d_step { mode[m] == STARTING && RECOVERED(m) && REACHED(m) -> opens(m); settle() }

/* A connection, first or again: announce, compare, and only then write there. What was counted of a
   disk that is lost counts no more, not even what s holds again: it may hold it for another master. */
#define CONNECT(m, s) \
	:: d_step { mode[m] == OPEN && spend[s] == 0 && takes(s, mb[m]) && connect_needs(m, s) -> \
		connect_greets(m, s); \
		compare(m, s); \
		if \
		:: n == slen[s] -> PEER(m, s) = SAME; TO(mb[m], s) = 1; connect_counts(m, s) \
		:: else -> PEER(m, s) = DIVERGED; ANSWER(mb[m], s) = 0 \
		fi; \
		connect_forgets(m, s); STALE(m, s) = 0; n = 0; \
		printf("master %d: contacts secondary %d, which has %d orders\n", m, s, slen[s]); \
		check(); settle() }
#ifdef CONNECT_WITHOUT_GREETING
#define connect_needs(m, s) 1
#define connect_greets(m, s) skip
#else
#define connect_needs(m, s) greeted(m, s)
#define connect_greets(m, s) greets(m, s)
#endif
#ifdef KEEPS_COUNT
#define connect_forgets(m, s) skip
#elif defined(KEEPS_WHAT_IS_HELD)
#define connect_forgets(m, s) \
	ACKED(mb[m], s) = (PEER(m, s) == SAME && n < ACKED(mb[m], s) -> n : \
		(PEER(m, s) == SAME -> ACKED(mb[m], s) : HELD(mb[m], s)))
#else
#define connect_forgets(m, s) ACKED(mb[m], s) = HELD(mb[m], s)
#endif
#ifdef STATUS_COUNTS
#define connect_counts(m, s) ACKED(mb[m], s) = (slen[s] > ACKED(mb[m], s) -> slen[s] : ACKED(mb[m], s))
#else
#define connect_counts(m, s) skip
#endif

/* An answer of s arrives. It counts for every order below the prefix it acknowledges. */
inline counts(m, s) {
	x = ANSWER(mb[m], s);
	ANSWER(mb[m], s) = 0;
	i = 0;
	if
	:: x <= mlen[m] ->
		do
		:: i < x -> assert(G(1) && SL(s, i) == ML(m, i)); i++
		:: else -> break
		od;
		ACKED(mb[m], s) = x;
		printf("master %d: answers writers of orders below %d, counting secondary %d\n", m, x, s)
	:: else ->
		PEER(m, s) = DIVERGED;
		printf("master %d: secondary %d has diverged\n", m, s)
	fi;
	i = 0; x = 0;
	check()
}
#ifdef ANSWER_WITHOUT_RUN
#define this_run(m, s) 1
#else
#define this_run(m, s) !STALE(m, s)
#endif
#define COUNT(m, s) \
	:: d_step { mode[m] == OPEN && PEER(m, s) == SAME && this_run(m, s) && \
			ANSWER(mb[m], s) > ACKED(mb[m], s) -> counts(m, s); settle() }
#ifdef STALE_ACK
#define COUNT_LATE(m, s) \
	:: d_step { mode[m] == OPEN && PEER(m, s) == SAME && late[mb[m] * NS + s] > ACKED(mb[m], s) -> \
		ACKED(mb[m], s) = late[mb[m] * NS + s]; \
		printf("master %d: counts an answer of a run of secondary %d that is over\n", m, s); \
		check(); settle() }
#else
#define COUNT_LATE(m, s)
#endif

/* A refused delivery or a heartbeat shows a newer master: the older one is fenced. */
#ifdef DEAF
#define FENCED(m, s) \
	:: d_step { mode[m] == OPEN && !takes(s, mb[m]) && !told[m] -> told[m] = 1; \
		printf("master %d: hears of a newer master and goes on\n", m); settle() }
#else
#define FENCED(m, s) \
	:: d_step { mode[m] == OPEN && !takes(s, mb[m]) -> goes_down(m); \
		printf("master %d: is fenced\n", m); settle() }
#endif

/* ---- the steps of a secondary ---------------------------------------------------------------- */

#ifdef NO_EPOCH_CHECK
#define may_write(b, s) 1
#else
#define may_write(b, s) takes(s, b)
#endif
#ifdef ACK_BEFORE_SYNC
#define acks_early(b, s) ANSWER(b, s) = slen[s] + 1
#else
#define acks_early(b, s) skip
#endif
#ifdef OVERWRITE
#define conflict(b, s, o) assert(G(8) && 0); SL(s, o) = W(b, o)
#else
#define conflict(b, s, o) skip /* 409, nothing changed */
#endif
/* Its tail is of the last master that delivered here, even if that brought nothing new: what is
   counted as stored under an epoch then stands under that epoch. */
#ifdef TAIL_BY_APPEND
#define confirms(s, b) skip
#else
#define confirms(s, b) stail[s] = b + 1
#endif

/* Whatever is not more than b counts already changes nothing when it comes. */
#define answers(b, s) ANSWER(b, s) = (slen[s] > ACKED(b, s) -> slen[s] : 0)

/* The message of start b for the next order joins what s shows. */
inline stores(s, b) {
	assert(G(8) && SL(s, slen[s]) == 0); /* nothing held is overwritten */
	SL(s, slen[s]) = W(b, slen[s]);
	GAP(s, slen[s]) = 0;
	slen[s]++;
	i = 0;
	do
	:: i < slen[s] -> assert(G(3) && SL(s, i) == W(b, i)); i++ /* a prefix of that master's log */
	:: else -> break
	od;
	i = 0
}

/* The batch is synced: the message and what waited behind it. Only now it shows and is answered. */
inline syncs(s) {
	k = spend[s] - 1;
	spend[s] = 0;
	hear(s, k);
	stail[s] = k + 1;
	stores(s, k);
	do
	:: slen[s] < L && GAP(s, slen[s]) != 0 ->
		n = GAP(s, slen[s]) - 1;
		chain(s, n, slen[s]);
		if
		:: ok -> stores(s, n)
		:: else -> break
		fi
	:: else -> break
	od;
	answers(k, s);
	printf("secondary %d: syncs, has %d orders, answers start %d\n", s, slen[s], k);
	k = 0; n = 0; ok = 0;
	check()
}
#ifdef ONE_STEP
#define SYNCS(s)
#define arrival_syncs(s) syncs(s)
#else
#define SYNCS(s) :: d_step { spend[s] != 0 -> syncs(s); settle() }
#define arrival_syncs(s) skip
#endif

#ifdef CLAIM_WIPED_STAYS_FENCED
#define G_FENCING G(9)
#else
#define G_FENCING G(7)
#endif
/* The message for order o, sent under b, arrives. */
inline arrives(b, s, o) {
	printf("secondary %d: gets order %d of start %d (id %d), having %d orders\n", s, o, b, W(b, o), slen[s]);
	assert(G(2) && o < synced[b]); /* it is on its master's disk */
	assert(G_FENCING && ep[b] >= heard[s]);
	chain(s, b, (o < slen[s] -> o : slen[s]));
	if
	:: o < slen[s] ->
		if
		:: ok && SL(s, o) == W(b, o) -> hear(s, b); confirms(s, b); answers(b, s)
		:: else -> conflict(b, s, o)
		fi
	:: o == slen[s] ->
		if
		:: ok -> spend[s] = b + 1; acks_early(b, s); arrival_syncs(s)
		:: else -> skip /* another log up to here: 409 */
		fi
	:: o > slen[s] ->
		hear(s, b);
#ifdef GAP_VISIBLE
		SL(s, o) = W(b, o); slen[s] = o + 1; stail[s] = b + 1;
#else
		if
		:: GAP(s, o) == 0 -> GAP(s, o) = b + 1
		:: else -> skip /* held: of the same master, all others' were dropped */
		fi;
		confirms(s, b); answers(b, s)
#endif
	fi;
	ok = 0;
	check()
}
#define ARRIVES(b, s, o) \
	:: d_step { TO(b, s) && W(b, o) != 0 && spend[s] == 0 && may_write(b, s) -> \
		arrives(b, s, o); settle() }

/* A delivery without messages, the announcement, arrives, of a start that is still there or not: s
   promises, and marks nothing. What it answers is not counted. */
#define GREET(b, s) \
	:: d_step { b < nb && spend[s] == 0 && takes(s, b) && !follows(s, b) -> \
		printf("secondary %d: is greeted by start %d\n", s, b); \
		hear(s, b); check(); settle() } \
	GREETING_COUNTS(b, s)
#ifdef EMPTY_COUNTS
#define GREETING_COUNTS(b, s) \
	:: d_step { TO(b, s) && spend[s] == 0 && takes(s, b) -> \
		printf("secondary %d: answers a greeting of start %d, having %d orders\n", s, b, slen[s]); \
		hear(s, b); answers(b, s); check(); settle() }
#else
#define GREETING_COUNTS(b, s)
#endif

#ifdef EPOCH_NOT_PERSISTED
#define S_CRASHES(s) \
	:: d_step { spend[s] != 0 || sep[s] != 0 -> spend[s] = 0; sep[s] = 0; sclaim[s] = 0; \
		printf("secondary %d: crashes and forgets its epoch\n", s); settle() }
#else
#define S_CRASHES(s) \
	:: d_step { spend[s] != 0 -> spend[s] = 0; \
		printf("secondary %d: crashes before its sync\n", s); check(); settle() }
#endif

inline s_loses(s) {
	printf("secondary %d: its disk is wiped\n", s);
	losses++;
	STALE(0, s) = (PEER(0, s) != UNKNOWN);
	STALE(1, s) = (PEER(1, s) != UNKNOWN);
	spend[s] = 0; slen[s] = 0; sep[s] = 0; sclaim[s] = 0; stail[s] = 0;
#ifndef CLAIM_WIPED_STAYS_FENCED
	heard[s] = 0;
#endif
	z = 0;
	do
	:: z < L -> SL(s, z) = 0; GAP(s, z) = 0; z++
	:: else -> break
	od;
	z = 0;
	do
	:: z < B ->
#ifdef STALE_ACK
		late[z * NS + s] = ANSWER(z, s);
#endif
		ANSWER(z, s) = 0; /* the connection broke: its answers no longer count */
		ACKED(z, s) = (unaware(0, z, s) || unaware(1, z, s) -> ACKED(z, s) : 0);
		z++
	:: else -> break
	od;
	z = 0
}
#ifdef SECONDARIES_KEEP
#define S_LOSES(s) /* only masters lose their disks */
#else
#define S_LOSES(s) :: d_step { losses < LOSSES && sep[s] != 0 -> s_loses(s); settle() }
#endif

/* ---- everything that may happen -------------------------------------------------------------- */

#if L == 2
#define ORDERS(b, s) ARRIVES(b, s, 0) ARRIVES(b, s, 1)
#else
#define ORDERS(b, s) ARRIVES(b, s, 0) ARRIVES(b, s, 1) ARRIVES(b, s, 2)
#endif
#if B == 2
#define STARTS(s) ORDERS(0, s) ORDERS(1, s) GREET(0, s) GREET(1, s)
#elif B == 3
#define STARTS(s) ORDERS(0, s) ORDERS(1, s) ORDERS(2, s) GREET(0, s) GREET(1, s) GREET(2, s)
#else
#define STARTS(s) ORDERS(0, s) ORDERS(1, s) ORDERS(2, s) ORDERS(3, s) \
	GREET(0, s) GREET(1, s) GREET(2, s) GREET(3, s)
#endif
#if V == 2
#define WRITERS(m) APPEND(m, 1) APPEND(m, 2)
#else
#define WRITERS(m) APPEND(m, 1) APPEND(m, 2) APPEND(m, 3)
#endif
#if B == 2
#define EPOCHS(m) START(m, 1) START(m, 2)
#elif B == 3
#define EPOCHS(m) START(m, 1) START(m, 2) START(m, 3)
#else
#define EPOCHS(m) START(m, 1) START(m, 2) START(m, 3) START(m, 4)
#endif

#define BETWEEN(m, s) AGREE(m, s) RECOVER(m, s) CONNECT(m, s) \
	COUNT(m, s) COUNT_LATE(m, s) FENCED(m, s)
#define SECONDARY(s) STARTS(s) SYNCS(s) S_CRASHES(s) S_LOSES(s)
#if NS == 1
#define PEERS(m) BETWEEN(m, 0)
#define SECONDARIES SECONDARY(0)
#else
#define PEERS(m) BETWEEN(m, 0) BETWEEN(m, 1)
#define SECONDARIES SECONDARY(0) SECONDARY(1)
#endif
#define MASTER(m) WRITERS(m) COMMIT(m) CRASH(m) LOSE(m) EPOCHS(m) AGAIN(m) OPENS(m) PEERS(m)

init {
	/* master 0 starts for the first time; master 1 has an empty disk and was never started */
	d_step {
#ifdef REACH
		mode[0] = STARTING; /* this start, too, must reach as many */
#else
		mode[0] = OPEN;
#endif
		mep[0] = 1;
		ep[0] = 1;
	}
	do
	MASTER(0)
	MASTER(1)
	SECONDARIES
	od
}
