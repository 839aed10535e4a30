import { type Evaluation, evaluateCondition } from './evaluate';
import { parseExpression } from './parseExpression';
import type { Scope } from './scope';

/** Whether a condition, as written in a plan, holds in a scope; `locals` are the names its loop gives to items. */
export function conditionHolds(text: string, scope: Scope, locals: readonly string[] = []): Evaluation {
  const parsed = parseExpression(text, locals);
  return 'ast' in parsed ? evaluateCondition(parsed.ast, scope) : parsed;
}
