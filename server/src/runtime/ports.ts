import type { EventRow, Rows, StatefulTable, Table } from '#protocol/rows';

/** Everything the runtime asks of the outside world. Each port has one real adapter and a memory twin. */
export interface Ports {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly store: Store;
  readonly content: ContentStore;
  readonly artifacts: ContentStore;
  readonly workspace: Workspace;
  readonly processes: Processes;
  readonly network: Network;
  readonly git: Git;
  readonly settings: Settings;
}

/** What lies outside the workspace but steers it. */
export interface Settings {
  /** The user's own policy file, `undefined` when there is none. */
  userPolicy(): Promise<{ readonly file: string; readonly text: string } | undefined>;
  /** The value behind `${secrets.N}`. */
  secret(name: string): string | undefined;
  /** All secret values known now, for redaction. */
  knownSecrets(): readonly string[];
}

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Microseconds since the epoch, never running backwards within a process: span times. */
  nowUs(): number;
  /** Resolves after `ms`, or rejects with an AbortError. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export interface Ids {
  /** `count` random bytes as lower-case hex. */
  hex(count: number): string;
}

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
  /** Columns with `desc` for descending; ties are broken by insertion order, in the direction of the first column. */
  readonly order?: readonly { readonly by: keyof T & string; readonly desc?: boolean }[];
  /** Default 500; `null` = all. */
  readonly limit?: number | null;
  readonly offset?: number;
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

/** The durable record. A resolved promise of a write means that the write survives a cut of power. */
export interface Store {
  /** `lazy` writes (log lines) may share a transaction for up to 50 ms before they are durable. Returns the stored events. */
  commit(writes: readonly Write[], options?: { readonly lazy?: boolean }): Promise<readonly EventRow[]>;
  get<T extends Table>(table: T, key: Partial<Rows[T]>): Promise<Rows[T] | undefined>;
  list<T extends Table>(table: T, query?: Query<Rows[T]>): Promise<Page<Rows[T]>>;
  events(query: EventQuery): Promise<Page<EventRow>>;
  /** Removes a session's rows and events, leaving a tombstone that keeps the chain verifiable. Returns counts by table. */
  deleteSession(sessionId: string, by: NewEvent): Promise<Readonly<Record<string, number>>>;
  /** Removes whole ended runs that ended before `before` (ISO time), with their events and spans, in the same way. */
  retain(before: string, by: NewEvent): Promise<Readonly<Record<string, number>>>;
  verifyChain(): Promise<ChainVerdict>;
  /** What removals left in the chain, in the order of their places. */
  tombstones(): Promise<readonly Tombstone[]>;
  /** Rows of one of the ready-made views `v_run_success_rate_by_tool`, `v_step_duration_ms_p50_p95`, `v_session_failure_reasons`. */
  view(name: string): Promise<readonly Readonly<Record<string, string | number | null>>[]>;
  /** Size and health: `read_only_reason` is null while the store takes writes. */
  status(): Promise<StoreStatus>;
  close(): Promise<void>;
}

export interface StoreStatus {
  readonly schema_version: number;
  readonly bytes: number;
  readonly read_only_reason: string | null;
}

/** Bytes by their sha256, private (mode 0600). `put` returns only when the bytes are durable. */
export interface ContentStore {
  /** Returns the bytes' sha256 in hex. */
  put(bytes: Uint8Array): Promise<string>;
  get(sha256: string): Promise<Uint8Array | undefined>;
  has(sha256: string): Promise<boolean>;
  remove(sha256: string): Promise<void>;
}

/** Where a path given by a plan really leads. */
export interface PathFact {
  readonly given: string;
  /** Slot-relative with `/`, after resolving `.` and `..`; the given text when it leads outside. */
  readonly relative: string;
  /** Whether the real path, through every symlink (for a missing file: of its nearest parent), is inside the slot. */
  readonly inside: boolean;
  /** Set when steps must never write there: `.git/`, `.holdpoint/`, a policy file. */
  readonly protected: 'git' | 'state' | 'policy' | null;
  readonly kind: 'file' | 'directory' | 'missing' | 'other';
  /** Whether any component is a symlink. */
  readonly symlink: boolean;
}

export interface FileState {
  readonly bytes: Uint8Array;
  readonly mode: number;
  readonly sha256: string;
}

/** One file to write. `before_sha256` null = must not exist; `after` null = delete; `mode` null = keep or default. */
export interface FileWrite {
  readonly path: string;
  readonly before_sha256: string | null;
  readonly after: Uint8Array | null;
  readonly mode: number | null;
}

export interface DirectoryEntry {
  readonly name: string;
  readonly kind: 'file' | 'directory' | 'symlink' | 'other';
  readonly size: number;
}

/** The slot's files. Every path is resolved through symlinks; one that leads outside is DENIED, whatever the caller checked. */
export interface Workspace {
  readonly root: string;
  fact(path: string): Promise<PathFact>;
  /** `undefined` when there is no such file. */
  read(path: string): Promise<FileState | undefined>;
  list(path: string): Promise<readonly DirectoryEntry[]>;
  /** Slot-relative files matching any glob; skips `.git` and `.holdpoint`; bounded by `limit`. */
  find(globs: readonly string[], limit: number): Promise<readonly string[]>;
  /**
   * Writes all files or none: every before-hash is checked first (PREVIEW_MISMATCH with `details.stale[]`), then each file
   * goes through a temporary file, fsync and rename; a failure part-way puts back what was there.
   */
  apply(writes: readonly FileWrite[]): Promise<void>;
  /** Removes what an apply that was cut off left beside these files; call only while no apply is under way. */
  sweep(paths: readonly string[]): Promise<void>;
}

export interface ProcessRequest {
  readonly argv: readonly [string, ...string[]];
  /** Slot-relative directory. */
  readonly cwd: string;
  /** The whole environment of the child: nothing else is inherited. */
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs: number | null;
  /** Bytes of each stream kept in the result; all of it goes to `onOutput`. */
  readonly maxOutputBytes: number;
  readonly signal: AbortSignal;
  /** Keep the child and all it starts from every network; refused where `canIsolateNetwork` says no. */
  readonly isolateNetwork?: boolean;
  readonly onOutput?: (chunk: { readonly stream: 'stdout' | 'stderr'; readonly bytes: Uint8Array }) => void;
}

export interface ProcessResult {
  /** `null` when a signal ended it or it could not start. */
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly timedOut: boolean;
  readonly cancelled: boolean;
  /** Set when the program could not be started. */
  readonly spawnError: string | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly truncated: boolean;
  readonly pid: number | null;
  readonly durationMs: number;
}

/** Child processes, each in a group of its own: stdin closed, TERM then KILL after 2 s for the whole group. */
export interface Processes {
  run(request: ProcessRequest): Promise<ProcessResult>;
  /** Whether the operating system can keep a child from the network here; probed once. */
  canIsolateNetwork(): Promise<boolean>;
  /** The minimal environment a child gets: PATH, HOME, LANG, TMPDIR and the like, plus the named variables. */
  environment(allow: readonly string[]): Readonly<Record<string, string>>;
}

export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly timeoutMs: number | null;
  readonly maxBytes: number;
  readonly signal: AbortSignal;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly truncated: boolean;
}

/** Requests to other machines. Redirects are not followed: the next hop would not have been judged. */
export interface Network {
  request(request: HttpRequest): Promise<HttpResponse>;
}

export interface Snapshot {
  /** `refs/holdpoint/checkpoints/<id>`, or null without git. */
  readonly git_ref: string | null;
  readonly tree_sha: string | null;
  readonly head_sha: string | null;
  /** Slot-relative paths larger than 50 MiB that were not recorded. */
  readonly left_out: readonly string[];
  /** Number of files and, without git, sha256 and mode by path (bytes lie in the content store). */
  readonly files: number;
  readonly manifest: Readonly<Record<string, { readonly sha256: string; readonly mode: number }>> | null;
}

/** The repository around the slot. Nothing here moves HEAD, the index, the reflog or a user's file. */
export interface Git {
  /** `undefined` when the slot is not inside a work tree. */
  head(): Promise<{ readonly commit: string | null; readonly branch: string | null } | undefined>;
  /** Records tracked and untracked files (ignore rules kept) under the checkpoint's ref; without git in the content store. */
  snapshot(checkpointId: string): Promise<Snapshot>;
  /** Every path recorded in a snapshot with its mode and sha256 of content. */
  files(
    snapshot: Snapshot,
  ): Promise<Readonly<Record<string, { readonly sha256: string; readonly mode: number }>>>;
  /** The bytes of one file in a snapshot. */
  fileAt(snapshot: Snapshot, path: string): Promise<Uint8Array | undefined>;
  /** A real commit of the listed paths with the repository's own hooks off; returns its hash. */
  commit(paths: readonly string[], message: string): Promise<string>;
  /** Lists `.holdpoint/` in `.git/info/exclude`. */
  excludeState(): Promise<void>;
}
