import type { ZodType } from 'zod';
import type { ErrorClass } from '#protocol/errors';
import type { Json, JsonObject } from '#protocol/json';
import type { ActionFacts } from '../core/policy/action';
import type { Clock, FileWrite, Git, Network, Processes, ProcessResult, Workspace } from './ports';

/** What a call would touch, read off its inputs alone; paths are as given, not yet resolved. */
export type ToolFacts = ActionFacts;

/** What a tool may reach while it works: nothing but this. */
export interface ToolContext {
  readonly workspace: Workspace;
  readonly processes: Processes;
  readonly network: Network;
  readonly clock: Clock;
  readonly git: Pick<Git, 'quietEnvironment'>;
  readonly signal: AbortSignal;
  readonly timeoutMs: number | null;
  readonly maxOutputBytes: number;
  /** Environment for children: allow-listed names, TRACEPARENT, HOLDPOINT_IDEMPOTENCY_KEY. */
  readonly env: Readonly<Record<string, string>>;
  /** Streams a child's output to whoever watches; the runtime redacts and stores all of it. */
  readonly onOutput: (stream: 'stdout' | 'stderr', bytes: Uint8Array) => void;
  /** The files of the approved preview, for the tools that apply one. */
  readonly approvedWrites: readonly FileWrite[];
}

/** How a call ended. A failure carries its class, which decides about retries. */
export type ToolResult =
  | {
      readonly ok: true;
      readonly output: Json;
      readonly exitCode: number | null;
      readonly process?: ProcessResult;
    }
  | {
      readonly ok: false;
      readonly errorClass: ErrorClass;
      readonly message: string;
      readonly output: Json;
      readonly exitCode: number | null;
      readonly process?: ProcessResult;
    };

/** One capability. `draft` belongs to tools that propose writes, `perform` to all others. */
export interface Tool<Input = JsonObject> {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly description: string;
  readonly permissionProfile: string;
  readonly input: ZodType<Input>;
  readonly output: ZodType;
  /**
   * Fills in what the inputs leave to the workspace (a test command to detect), before anything is judged: `facts`,
   * approvals and `perform` see only completed inputs. Reads, never writes; the same workspace gives the same inputs.
   */
  complete?(input: Input, workspace: Workspace): Promise<Input>;
  facts(input: Input): ToolFacts;
  /** The writes this call proposes; writes nothing. The runtime turns them into previews. */
  draft?(input: Input, context: ToolContext): Promise<readonly FileWrite[]>;
  perform?(input: Input, context: ToolContext): Promise<ToolResult>;
}
