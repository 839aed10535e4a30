import { FunctionExpressionType, JSONPathEnvironment } from 'json-p3';
import { RE2JS } from 're2js';
import type { Json } from '#protocol/json';

/** RFC 9535, with patterns of people on an engine that takes linear time. */
const paths = new JSONPathEnvironment();
paths.functionRegister.set(
  'match',
  patternFunction((pattern, text) => pattern.matches(text)),
);
paths.functionRegister.set(
  'search',
  patternFunction((pattern, text) => pattern.matcher(text).find()),
);

/** What a JSONPath selects in a value, or why the path cannot be read. */
export function selectPath(
  path: string,
  value: Json,
): { readonly values: readonly Json[] } | { readonly problem: string } {
  try {
    return {
      values: paths.query(path, value as Parameters<typeof paths.query>[1]).values() as readonly Json[],
    };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

function patternFunction(holds: (pattern: RE2JS, text: string) => boolean) {
  return {
    argTypes: [FunctionExpressionType.ValueType, FunctionExpressionType.ValueType],
    returnType: FunctionExpressionType.LogicalType,
    call(text: unknown, pattern: unknown): boolean {
      if (typeof text !== 'string' || typeof pattern !== 'string') return false;
      try {
        return holds(RE2JS.compile(pattern), text);
      } catch {
        return false;
      }
    },
  };
}
