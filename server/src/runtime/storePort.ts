import type { EventRow, Rows, StatefulTable, Table } from '#protocol/rows';
import type { SpanSource } from './ports/spanPort';

/** One write of a transaction. All writes of a `commit` happen together or not at all. */
export type Write =
  | { [T in Table]: { readonly op: 'insert'; readonly table: T; readonly row: Rows[T] } }[Table]
  | {
      /** Sets columns of one row that must exist. Status columns move by `transition` only. */
      [T in Table]: {
        readonly op: 'update';
        readonly table: T;
        readonly key: Partial<Rows[T]>;
        readonly set: Partial<Rows[T]>;
      };
    }[Table]
  | {
      /**
       * Compare-and-swap of a state: refused with STATE_CONFLICT (details `{table, key, expected, actual, to}`)
       * when the row's state is not in `from`, or the move is not in the machine's table.
       */
      [T in StatefulTable]: {
        readonly op: 'transition';
        readonly table: T;
        readonly key: Partial<Rows[T]>;
        readonly from: readonly string[];
        readonly to: string;
        readonly set?: Partial<Rows[T]>;
      };
    }[StatefulTable]
  | { readonly op: 'event'; readonly event: NewEvent };

/** An event before the store gives it its place in the chain. */
export type NewEvent = Omit<EventRow, 'seq' | 'prev_hash' | 'hash'>;

/** Conditions on columns: a value means equality, a list means any of, `null` means IS NULL. */
export type Where<T> = { readonly [K in keyof T]?: T[K] | readonly T[K][] };

export interface Query<T> {
  readonly where?: Where<T>;
  /** Only rows whose column holds at least this value. */
  readonly from?: { readonly by: keyof T & string; readonly value: string | number };
  /** Columns with `desc` for descending; ties are broken by insertion order, in the direction of the first column. */
  readonly order?: readonly { readonly by: keyof T & string; readonly desc?: boolean }[];
  /** Default 500; `null` = all. */
  readonly limit?: number | null;
  readonly offset?: number;
}

/** Which spans of a trace: those recorded after a row, up to a limit, and some once more by their ids. */
export interface SpanQuery {
  readonly trace_id: string;
  readonly after_row: number;
  readonly limit: number;
  readonly spans: readonly string[];
}

/** Spans column by column, in the order of their rows; an index leads to one of the texts, 0 is the empty one. */
export interface SpanColumns {
  readonly count: number;
  /** Spans of the trace in all. */
  readonly total: number;
  readonly last_row: number;
  readonly is_last: boolean;
  readonly start_us: Float64Array;
  /** NaN while a span is open. */
  readonly end_us: Float64Array;
  /** Two halves for each span: the id itself where it is 16 hexadecimal digits, else a hash of it. */
  readonly id: Uint32Array;
  readonly parent: Uint32Array;
  readonly kind: Uint32Array;
  readonly status: Uint32Array;
  readonly name: Uint32Array;
  readonly service: Uint32Array;
  readonly error: Uint32Array;
  readonly texts: readonly string[];
}

export interface EventQuery {
  readonly session_id?: string;
  readonly run_id?: string;
  readonly step_id?: string;
  readonly trace_span_id?: string;
  /** Types or their aliases. */
  readonly types?: readonly string[];
  /** Only events after this place in the chain. */
  readonly after_seq?: number;
  /** Full text over summary and payload plus type; literal unless `syntax`. Every word must occur. */
  readonly text?: string;
  /** Read `text` as a full-text expression (`a OR b`, `"phrase"`, `pre*`, `-not`). */
  readonly syntax?: boolean;
  /** Default ascending by seq. */
  readonly newest_first?: boolean;
  /** `false` where nobody asks how many there are in all: `total` is then no more than what is answered. */
  readonly counted?: boolean;
  readonly limit?: number | null;
  readonly offset?: number;
}

export interface Page<T> {
  readonly total: number;
  readonly items: readonly T[];
}

/** What `audit verify` found; `broken` names the first event whose hash or link does not hold. */
export interface ChainVerdict {
  readonly ok: boolean;
  readonly events: number;
  readonly tombstones: number;
  readonly broken: { readonly seq: number; readonly id: string | null; readonly reason: string } | null;
}

/** What stays in the chain in place of removed events: the links at both of its ends. */
export interface Tombstone {
  readonly first_seq: number;
  readonly last_seq: number;
  readonly prev_hash: string;
  readonly last_hash: string;
}

/** What retention takes away: runs by their ids, and traces of no run. */
export interface GoneTraces {
  readonly runs: readonly string[];
  readonly traces: readonly string[];
}

/** A trace that no run owns, and when it began. */
export interface ForeignTrace {
  readonly trace_id: string;
  readonly start_us: number;
}

/** The rows of one type in the kept log of one run, with what its summary needs of them. */
export interface RunlogTypeCount {
  readonly run_id: string;
  readonly type: string;
  readonly rows: number;
  readonly retries: number;
  readonly failures: number;
  readonly most_attempt: number | null;
  readonly most_attempts: number | null;
}

/** How the tries of one run ended: those after which another followed, and last ones that were no success. */
export interface StageCount {
  readonly run_id: string;
  readonly retries: number;
  readonly failures: number;
  /** The greatest number of a try that ended. */
  readonly most_attempt: number | null;
  /** The most tries of a visit that is over. */
  readonly most_attempts: number | null;
}

/** How durable a transaction must be, and how soon. */
export interface CommitOptions {
  /** May share a transaction for up to 50 ms before it is durable (log lines). */
  readonly lazy?: boolean;
  /**
   * Survives the death of this process at once, but a cut of power only when a write that is not soft has followed: for
   * what simply happens again when its record is lost.
   */
  readonly soft?: boolean;
}

/** The durable record. A resolved promise of a write that is not soft means that it, and all before it, survive a cut of power. */
export interface Store extends SpanSource {
  /** Returns the stored events. No writes at all make what was soft before survive a cut of power. */
  commit(writes: readonly Write[], options?: CommitOptions): Promise<readonly EventRow[]>;
  get<T extends Table>(table: T, key: Partial<Rows[T]>): Promise<Rows[T] | undefined>;
  list<T extends Table>(table: T, query?: Query<Rows[T]>): Promise<Page<Rows[T]>>;
  /** Some columns of the rows that `list` would give: for who needs little of rows that hold much. */
  listColumns<T extends Table, C extends keyof Rows[T] & string>(
    table: T,
    columns: readonly C[],
    query?: Query<Rows[T]>,
  ): Promise<readonly Pick<Rows[T], C>[]>;
  events(query: EventQuery): Promise<Page<EventRow>>;
  /** Spans of a trace as columns: for who draws all of them, at a fraction of what rows cost. */
  spanColumns(query: SpanQuery): Promise<SpanColumns>;
  /** Ids of the spans of a trace whose name, error or attributes contain a text, letters in any case; oldest first. */
  findSpans(traceId: string, text: string): Promise<readonly string[]>;
  /** Removes a session's rows and events, leaving a tombstone that keeps the chain verifiable. Returns counts by table. */
  deleteSession(sessionId: string, by: NewEvent): Promise<Readonly<Record<string, number>>>;
  /** Removes whole runs and whole traces with their events, in the same way; records `by` unless there was nothing to remove. */
  removeTraces(gone: GoneTraces, by: NewEvent): Promise<Readonly<Record<string, number>>>;
  /** Traces that no run owns and of which nothing happened since a time (microseconds), oldest first. */
  foreignTraces(beforeUs: number, limit: number): Promise<readonly ForeignTrace[]>;
  verifyChain(): Promise<ChainVerdict>;
  /** What removals left in the chain, in the order of their places. */
  tombstones(): Promise<readonly Tombstone[]>;
  /** Rows of one of the ready-made views `v_run_success_rate_by_tool`, `v_step_duration_ms_p50_p95`, `v_session_failure_reasons`. */
  view(name: string): Promise<readonly Readonly<Record<string, string | number | null>>[]>;
  /** How many rows of each type the kept logs of some runs have. */
  runlogCounts(runIds: readonly string[]): Promise<readonly RunlogTypeCount[]>;
  /** How the tries of some runs ended; a run of which no step began or ended is left out. */
  stageCounts(runIds: readonly string[]): Promise<readonly StageCount[]>;
  /** Size and health: `read_only_reason` is null while the store takes writes. */
  status(): Promise<StoreStatus>;
  close(): Promise<void>;
}

export interface StoreStatus {
  readonly schema_version: number;
  /** What the store takes on the disk. */
  readonly bytes: number;
  /** What of it holds rows; the rest is given back by compacting. */
  readonly used_bytes: number;
  readonly read_only_reason: string | null;
}
