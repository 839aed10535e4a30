import type { JsonObject } from '#protocol/json';
import type { ToolCatalog } from '../plan/semantics/toolCatalog';
import type { ActionFacts } from '../policy/action';

/** What an editor can be told of the tools there are. */
export interface LanguageTools extends ToolCatalog {
  /** What a tool is for, in a sentence. */
  describe(name: string): string | undefined;
  /** What a call would touch, read off its inputs alone; `undefined` while the inputs do not fit. */
  facts(name: string, input: JsonObject): ActionFacts | undefined;
  /** The keys of a tool's inputs with their types in words. */
  inputs(name: string): readonly ToolInput[];
  isEnabled(name: string): boolean;
}

/** One key of a tool's inputs. */
export interface ToolInput {
  readonly key: string;
  readonly type: string;
  readonly isRequired: boolean;
  /** The values it may have, when they are few. */
  readonly choices: readonly string[];
}
