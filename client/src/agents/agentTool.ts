import type { CancellationToken } from 'vscode';
import type { ServerLine } from '../connection/serverLine';

/** What a person is asked before a tool does its work for a model. */
export interface Consent {
  readonly title: string;
  /** Words of ours, and what the model gave, which is shown as it stands. */
  readonly message: string;
  readonly given: string;
}

/** A tool that models of the editor may call: requests of the contract, none of which grants anything. */
export interface AgentTool {
  /** What is said while it works. */
  readonly doing: () => string;
  /** Left out where there is nothing to agree to: nothing is stored, and nothing is told of the record. */
  readonly consent?: (line: ServerLine, given: unknown, token: CancellationToken) => Promise<Consent>;
  readonly answer: (line: ServerLine, given: unknown, token: CancellationToken) => Promise<unknown>;
}
