import type { Disposable } from 'vscode';
import { AppError } from '#protocol/errors';
import type { Result } from '#protocol/methods';
import type { EventView } from '#protocol/methods/records';
import type { ServerLine } from '../../connection/serverLine';
import type { ApprovalQueue } from '../../live/approvalQueue';
import { Batch } from '../../live/batch';
import type { Speech } from '../../shown/speech';
import { KnownRows } from '../knownRows';
import { PagedList } from '../pagedList';
import type { RowSource } from '../rowSource';
import type { TreeRow } from '../treeRow';
import { runRow } from './runRow';
import { type SessionNews, sessionNews } from './sessionNews';
import { planRow, sessionRow } from './sessionRow';
import { stepRow } from './stepRow';

/** The rows of sessions, their plan versions, runs and steps: read when opened, kept by what the server tells. */
export class SessionsSource implements RowSource, Disposable {
  readonly #line: ServerLine;
  readonly #speech: () => Speech;
  readonly #known = new KnownRows();
  readonly #sessions = new PagedList('sessions');
  readonly #news: Batch<string>;
  readonly #heard: readonly Disposable[];
  readonly #queue: ApprovalQueue;
  #waiting: ReadonlySet<string>;

  constructor(
    line: ServerLine,
    queue: ApprovalQueue,
    speech: () => Speech,
    failed: (error: unknown) => void,
  ) {
    this.#line = line;
    this.#queue = queue;
    this.#waiting = sessionsIn(queue);
    this.#speech = speech;
    this.#news = new Batch((keys) => this.#apply(keys), failed, { delayMs: 150 });
    this.#heard = [
      line.onDidConnect(() => this.refresh()),
      queue.onDidChange(() => this.#compareQueue()),
      line.on('run/changed', ({ run_id }) => this.#hear([{ kind: 'run', id: run_id }])),
      line.on('event/appended', ({ events }) =>
        this.#hear((events as readonly EventView[]).flatMap(sessionNews)),
      ),
    ];
  }

  readonly onDidChange = this.#known.onDidChange;

  async rows(parent: TreeRow | undefined): Promise<readonly TreeRow[]> {
    return await this.#known.below(parent, async () => {
      const { session_id, run_id } = parent?.subject ?? {};
      if (parent === undefined || session_id === undefined) {
        return await this.#readSessions();
      }
      if (parent.kind.startsWith('session.')) {
        return await this.#readPlans(session_id);
      }
      return run_id === undefined ? [] : await this.#readSteps(run_id);
    });
  }

  /** Reads everything again that is looked at. */
  refresh(): void {
    this.#known.forget(undefined);
    this.#known.redraw(undefined);
  }

  loadMore(): void {
    this.#sessions.goOn();
    this.refresh();
  }

  dispose(): void {
    this.#news.dispose();
    for (const heard of this.#heard) {
      heard.dispose();
    }
  }

  /** Nothing is read about what nobody has looked at. */
  #hear(news: readonly SessionNews[]): void {
    if (this.#known.has(undefined)) {
      this.#news.add(...news.map((one) => (one.kind === 'all' ? 'all' : `${one.kind}/${one.id}`)));
    }
  }

  /** A session at whose gate something began or ceased to wait looks different. */
  #compareQueue(): void {
    const before = this.#waiting;
    this.#waiting = sessionsIn(this.#queue);
    const changed = [...before, ...this.#waiting].filter((id) => before.has(id) !== this.#waiting.has(id));
    this.#hear(changed.map((id) => ({ kind: 'session', id })));
  }

  async #apply(keys: ReadonlySet<string>): Promise<void> {
    if (keys.has('all')) {
      this.refresh();
      return;
    }
    const ids = (kind: SessionNews['kind']) =>
      [...keys].filter((key) => key.startsWith(`${kind}/`)).map((key) => key.slice(kind.length + 1));
    const contents = ids('contents');
    for (const id of contents) {
      this.#known.forget(`session/${id}`);
    }
    const runs = await Promise.all(ids('run').map((id) => this.#renewRun(id)));
    const sessions = new Set([...contents, ...ids('session'), ...runs.filter((id) => id !== undefined)]);
    await Promise.all([...sessions].map((id) => this.#renewSession(id)));
  }

  async #renewSession(session_id: string): Promise<void> {
    const session = await present(this.#line.request('session/show', { session_id }));
    if (session === undefined) {
      return;
    }
    const row = sessionRow(session, this.#waiting.has(session_id), this.#speech());
    if (!this.#known.replace(row)) {
      this.#known.insertFirst(row);
    }
  }

  /** Answers with the session of the run, whose state follows from it. */
  async #renewRun(run_id: string): Promise<string | undefined> {
    const run = await present(this.#line.request('run/show', { run_id }));
    if (run === undefined) {
      return undefined;
    }
    const row = runRow(run, 'below its plan', this.#speech());
    if (this.#known.has(row.id)) {
      this.#known.put(row, await this.#stepsOf(run));
    }
    this.#known.replace(row);
    return run.session_id;
  }

  async #readSessions(): Promise<readonly TreeRow[]> {
    const speech = this.#speech();
    return await this.#sessions.read(
      (paging) => this.#line.request('session/list', paging),
      (session) => sessionRow(session, this.#waiting.has(session.id), speech),
      speech.l10n,
    );
  }

  async #readPlans(session_id: string): Promise<readonly TreeRow[]> {
    const [plans, runs] = await Promise.all([
      this.#line.request('plan/list', { session_id, limit: 500 }),
      this.#line.request('run/list', { session_id, limit: 500 }),
    ]);
    const newest = [...plans.items].sort((a, b) => b.version - a.version);
    return newest.map((plan) => {
      const speech = this.#speech();
      const own = runs.items
        .filter(({ plan_version }) => plan_version === plan.version)
        .sort((a, b) => b.created_at.localeCompare(a.created_at));
      const row = planRow(plan, own.length > 0, speech);
      this.#known.put(
        row,
        own.map((run) => runRow(run, 'below its plan', speech)),
      );
      return row;
    });
  }

  async #readSteps(run_id: string): Promise<readonly TreeRow[]> {
    return await this.#stepsOf(await this.#line.request('run/show', { run_id }));
  }

  async #stepsOf(run: Result<'run/show'>): Promise<readonly TreeRow[]> {
    const { run_id, session_id, plan_version: version } = run;
    const { items } = await this.#line.request('approval/list', { run_id, limit: 500 });
    const place = { session_id, version, run_id, approvals: items };
    return run.steps.map((step) => stepRow(step, place, this.#speech()));
  }
}

/** The sessions of which something waits. */
function sessionsIn({ items }: ApprovalQueue): ReadonlySet<string> {
  return new Set(items.map(({ session_id }) => session_id));
}

/** The answer, or undefined when what was asked for is gone. */
async function present<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof AppError && error.code === 'NOT_FOUND') {
      return undefined;
    }
    throw error;
  }
}
