import type { z } from 'zod';
import { type Caller, type CancelSignal, type Method, methods, type Params } from '#protocol/methods';
import type { MethodShape } from '#protocol/methods/shapes';
import { checkedParams } from '../../dispatch';
import type { Ask } from '../mcpDesk';

/** What an agent can call: its words for a model, its schema, the least role that sees it. */
export interface McpTool {
  readonly title: string;
  readonly description: string;
  readonly params: z.ZodType;
  readonly role: Caller['role'];
  /** Whether it changes nothing. */
  readonly isReading: boolean;
  readonly answer: (ask: Ask, params: unknown, signal: CancelSignal) => Promise<unknown>;
}

/** A tool that is one method of the contract: its schema, its role, its answer. */
export function methodTool(method: Method, title: string, description: string): McpTool {
  const { params, role } = methods[method] as MethodShape;
  return {
    ...{ title, description, params, role },
    isReading: role === 'viewer',
    // The method checks what it is given, as at every door.
    answer: (ask, given, signal) => ask(method, given as Params<Method>, signal),
  };
}

/** A tool that takes several methods; each of them looks at the role of its caller itself. */
export function ownTool<T extends z.ZodType>(
  about: Pick<McpTool, 'title' | 'description' | 'role'> & { readonly params: T },
  answer: (ask: Ask, params: z.output<T>, signal: CancelSignal) => Promise<unknown>,
): McpTool {
  return {
    ...about,
    isReading: about.role === 'viewer',
    answer: (ask, given, signal) => answer(ask, checkedParams(about.params, given), signal),
  };
}
