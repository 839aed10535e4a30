import type { EditorModel, ModelAnswer, ModelRequest } from '#protocol/editor/models';
import type { Queries } from './ports/queryPort';
import type { Store } from './storePort';

/** Everything the runtime asks of the outside world. Each port has one real adapter and a memory twin. */
export interface Ports {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly store: Store;
  readonly queries: Queries;
  readonly content: ContentStore;
  readonly artifacts: ContentStore;
  /** The working tree of the run: the opened folder itself, or a slot lent to the run. */
  readonly workspace: Workspace;
  /** The opened folder: policy files are read here, whatever tree a run works in. */
  readonly home: Workspace;
  readonly processes: Processes;
  readonly network: Network;
  readonly git: Git;
  readonly settings: Settings;
  readonly slots: Slots;
  readonly editors: Editors;
  readonly models: Models;
  readonly hashes: Hashes;
  readonly runDirectories: RunDirectories;
}

/** Names of bytes in lower-case hex, over parts that are not joined for it. */
export interface Hashes {
  readonly sha1: (parts: readonly Uint8Array[]) => string;
  readonly sha256: (parts: readonly Uint8Array[]) => string;
}

/** Directories of finished runs below `runs/` of the opened folder; only looked at. */
export interface RunDirectories {
  /** Names of those that are there, sorted. */
  names(): Promise<readonly string[]>;
  /** A text that differs whenever a file of the directory may have changed; `undefined` when there is no such directory. */
  stamp(name: string): Promise<string | undefined>;
  /** The text of one file, `undefined` when there is none. */
  read(name: string, file: string): Promise<string | undefined>;
}

/** Language models that somebody else has and lends for one request at a time, with the person's consent. */
export interface Models {
  list(signal: AbortSignal): Promise<readonly EditorModel[]>;
  /** FORBIDDEN without consent, NOT_FOUND for an unknown model; rejects with an AbortError when the signal says so. */
  ask(request: ModelRequest, signal: AbortSignal): Promise<ModelAnswer>;
}

/** The editors that show files of the workspace: they may hold text that is not on disk yet. */
export interface Editors {
  /** Of these files (relative to the root of a working tree), those that an editor holds with unsaved changes. */
  unsaved(root: string, paths: readonly string[]): readonly string[];
  /** Whether there is any unsaved file at all: the cheap question before the dear one. */
  hasUnsaved(): boolean;
}

/** Working trees beside the opened folder, lent to runs. */
export interface Slots {
  /** Makes a work tree of `base` (null = HEAD), detached or on a new branch; NO_SLOT with the reason when it cannot. */
  add(id: string, from: { readonly base: string | null; readonly branch: string | null }): Promise<SlotTree>;
  /** A work tree made before, `undefined` when it is gone. */
  open(path: string): Promise<SlotTree | undefined>;
}

/** One work tree with the ports that work in it. */
export interface SlotTree {
  readonly path: string;
  readonly commit: string;
  readonly branch: string | null;
  readonly ports: Pick<Ports, 'workspace' | 'processes' | 'git'>;
}

/** What lies outside the workspace but steers it. */
export interface Settings {
  /** The user's own policy file: `undefined` when there is none, no text where something lies there that is no file. */
  userPolicy(): Promise<{ readonly file: string; readonly text: string | null } | undefined>;
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
  /** Lets whatever else waits have a turn: for work that would keep the server to itself. */
  turn(): Promise<void>;
}

export interface Ids {
  /** `count` random bytes as lower-case hex. */
  hex(count: number): string;
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
  /**
   * A text that differs whenever the file may have changed (identity, size and times), `null` when there is none:
   * whether to read again, at the cost of one look.
   */
  stamp(path: string): string | null;
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
  /** Asked when the child is told to end: how long it may take before it is killed; 2 s where nobody says. */
  readonly graceMs?: () => number;
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

/** Child processes, each in a group of its own: stdin closed, TERM then KILL after the grace for the whole group. */
export interface Processes {
  run(request: ProcessRequest): Promise<ProcessResult>;
  /** Whether the operating system can keep a child from the network here; probed once. */
  canIsolateNetwork(): Promise<boolean>;
  /** Whether a program of this name, without a folder, would be found here. */
  has(program: string): Promise<boolean>;
  /** The minimal environment a child gets: PATH, HOME, LANG, TMPDIR and the like, plus the named variables. */
  environment(allow: readonly string[]): Readonly<Record<string, string>>;
  /** The PATH for programs that run without anybody being asked: without the folders of the workspace. */
  ownPath(): Readonly<Record<string, string>>;
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
  /** `refs/holdpoint/checkpoints/<id>`; null for a mere look and without git. */
  readonly git_ref: string | null;
  /** The commit that the ref names. */
  readonly commit_sha: string | null;
  readonly tree_sha: string | null;
  readonly head_sha: string | null;
  /** Slot-relative paths larger than 50 MiB that were not recorded. */
  readonly left_out: readonly string[];
  /** Number of files and, without git, sha256 and mode by path (bytes lie in the content store). */
  readonly files: number;
  /** Of the files that were put on record: with git, of those alone that HEAD does not hold as they are. */
  readonly bytes: number;
  readonly manifest: Readonly<Record<string, { readonly sha256: string; readonly mode: number }>> | null;
}

/** The repository around the slot. Nothing here moves HEAD, the index, the reflog or a user's file. */
export interface Git {
  /** `undefined` when the slot is not inside a work tree. */
  head(): Promise<{ readonly commit: string | null; readonly branch: string | null } | undefined>;
  /**
   * Records tracked and untracked files (ignore rules kept) under the checkpoint's ref, or under none for a mere look;
   * without git in the content store: in `content`, or in the one that this was made with.
   */
  snapshot(checkpointId: string | null, content?: ContentStore): Promise<Snapshot>;
  /** Every path recorded in a snapshot with its mode and sha256 of content. */
  files(
    snapshot: Snapshot,
  ): Promise<Readonly<Record<string, { readonly sha256: string; readonly mode: number }>>>;
  /** The bytes of one file in a snapshot. */
  fileAt(snapshot: Snapshot, path: string): Promise<Uint8Array | undefined>;
  /** A real commit of the listed paths with the repository's own hooks off; returns its hash. */
  commit(paths: readonly string[], message: string): Promise<string>;
  /** Variables under which git that only looks runs no program named by the repository's own settings. */
  quietEnvironment(): Promise<Readonly<Record<string, string>>>;
  /** Lists `.holdpoint/` in `.git/info/exclude`. */
  excludeState(): Promise<void>;
}
