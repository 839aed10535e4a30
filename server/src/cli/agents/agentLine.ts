import { AppError } from '#protocol/errors';
import { type CancelSignal, type Method, methods, type Params, type Result } from '#protocol/methods';
import { failureOf } from '../../transports/failure';
import type { Log } from '../../transports/log';
import { type Ask, McpRefusal } from '../../transports/mcp/mcpDesk';
import type { Agent, Door } from '../door/door';

/** What a line to the server says of the agent at its other end. */
export interface AgentLineOptions {
  readonly role: Agent['role'];
  readonly name: () => Pick<Agent, 'name' | 'version'>;
  readonly log: Log;
}

/** An agent's line to the server of the workspace: opened when it is first used, and again after the server has gone. */
export class AgentLine {
  readonly #connect: (agent: Agent) => Promise<Door>;
  readonly #options: AgentLineOptions;
  #door: Promise<Door> | undefined;

  constructor(connect: (agent: Agent) => Promise<Door>, options: AgentLineOptions) {
    this.#connect = connect;
    this.#options = options;
  }

  readonly ask: Ask = async <M extends Method>(
    method: M,
    params: Params<M>,
    signal: CancelSignal,
  ): Promise<Result<M>> => {
    try {
      return await this.#asked(method, params, signal);
    } catch (error) {
      throw new McpRefusal(failureOf(error, this.#options.log, method).body);
    }
  };

  /** What the server lets this agent do. */
  async role(): Promise<Agent['role']> {
    const { server } = await this.#open();
    return server?.role ?? 'viewer';
  }

  close(): void {
    this.#forget();
  }

  /** A question is asked a second time; what may have been done already is not. */
  async #asked<M extends Method>(method: M, params: Params<M>, signal: CancelSignal): Promise<Result<M>> {
    try {
      return await (await this.#open()).request(method, params, signal);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'SERVER_UNREACHABLE') {
        throw error;
      }
      this.#forget();
      if (methods[method].role !== 'viewer') {
        throw error;
      }
      return await (await this.#open()).request(method, params, signal);
    }
  }

  #open(): Promise<Door> {
    const door =
      this.#door ?? this.#connect({ source: 'mcp', ...this.#options.name(), role: this.#options.role });
    this.#door = door;
    door.catch(() => {
      if (this.#door === door) {
        this.#door = undefined;
      }
    });
    return door;
  }

  #forget(): void {
    const door = this.#door;
    this.#door = undefined;
    void door?.then(
      (open) => open.close(),
      () => undefined,
    );
  }
}
