package store

import (
	"context"
	"database/sql"
	"sync/atomic"
)

// queue lets the acts that wait for SQLite's one writer share a transaction, and
// so the disk's one sync: each is carried out by its own goroutine under a
// savepoint, one behind the other, and whoever finds nobody waiting commits for
// all. Nobody is answered before. PostgreSQL needs none: its server does the
// like for acts of different offices.
type queue struct {
	turn    chan struct{} // full while somebody uses the writer
	waiting atomic.Int64  // acts that want the turn
	open    *group        // looked at by whoever has the turn, like texts
	writer  *sql.DB
	texts   statements
}

// group is the acts of one transaction.
type group struct {
	raw    fluent
	acts   int
	broken bool          // the database undid the whole transaction
	over   chan struct{} // closed when it is committed or undone
	err    error         // why it was not committed
}

// most is how many acts share a transaction: the first is kept waiting by the
// others.
const most = 64

// newQueue is an empty one.
func newQueue(writer *sql.DB) *queue {
	return &queue{turn: make(chan struct{}, 1), writer: writer, texts: statements{known: map[string]*sql.Stmt{}}}
}

// errParted is the answer to an act whose group came to nothing through another
// act. It is carried out again, and then alone.
const errParted = code("parted")

// once carries out an act under a savepoint and answers when its group is over.
// An act that wants to be alone shares its transaction with nobody.
func (q *queue) once(ctx context.Context, s *Store, change func(*Tx) error, alone bool) error {
	if err := q.take(ctx); err != nil {
		return err
	}
	g, err := q.join(alone)
	if err != nil {
		<-q.turn
		return err
	}
	broke, err := q.act(ctx, s, g, change, alone)
	<-g.over
	switch {
	case g.err == nil || broke:
		return err
	case g.acts == 1:
		return g.err
	}
	return errParted
}

// take waits for the turn. Whoever gives up waiting still takes it for a moment,
// for the group may count on one that waits to end it.
func (q *queue) take(ctx context.Context) error {
	q.waiting.Add(1)
	select {
	case q.turn <- struct{}{}:
		q.waiting.Add(-1)
		return nil
	case <-ctx.Done():
		go func() {
			q.turn <- struct{}{}
			q.waiting.Add(-1)
			q.pass(false)
		}()
		return ctx.Err()
	}
}

// join gives the group under way, or begins one. Its transaction is not bound to
// the context of any one act.
func (q *queue) join(alone bool) (*group, error) {
	if alone && q.open != nil {
		q.end()
	}
	if q.open == nil {
		raw, err := q.writer.BeginTx(context.Background(), nil)
		if err != nil {
			return nil, err
		}
		q.open = &group{raw: fluent{raw, q.texts.find}, over: make(chan struct{})}
	}
	q.open.acts++
	return q.open, nil
}

// act carries out a change and passes the turn on, even when the change panics.
// It tells whether the act broke the group.
func (q *queue) act(ctx context.Context, s *Store, g *group, change func(*Tx) error, alone bool) (broke bool, err error) {
	defer q.pass(alone)
	err = g.under(func() error {
		if err := change(s.begin(ctx, g.raw)); err != nil {
			return err
		}
		return ctx.Err()
	})
	return g.broken, err
}

// under does something under a savepoint: what fails or panics is undone.
func (g *group) under(do func() error) (err error) {
	if err = g.run("SAVEPOINT act"); err != nil {
		return err
	}
	kept := false
	defer func() {
		if !kept && g.run("ROLLBACK TO act") == nil {
			g.run("RELEASE act")
		}
	}()
	if err = do(); err == nil {
		err = g.run("RELEASE act")
		kept = err == nil
	}
	return err
}

// run says something to the database about savepoints. There is none to be found
// when the database has undone the whole transaction, as it does when the disk
// is full or a statement was interrupted.
func (g *group) run(text string) error {
	_, err := g.raw.ExecContext(context.Background(), text)
	g.broken = g.broken || err != nil
	return err
}

// pass gives the turn to the next, or ends the group if nobody waits.
func (q *queue) pass(alone bool) {
	if g := q.open; g != nil && (g.broken || alone || g.acts >= most || q.waiting.Load() == 0) {
		q.end()
	}
	<-q.turn
}

// end commits the group under way and wakes its acts.
func (q *queue) end() {
	g := q.open
	if g.err = errParted; g.broken {
		g.raw.Rollback()
	} else {
		g.err = g.raw.Commit()
	}
	q.texts.learn(q.writer)
	q.open = nil
	close(g.over)
}
