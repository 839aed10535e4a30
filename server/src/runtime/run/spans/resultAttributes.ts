import type { Json, JsonObject } from '#protocol/json';
import type { ToolResult } from '../../tool';
import type { Prepared } from '../gate/prepared';

/** What the span of a call says of its outcome: exit code, process, status of an answer, how tests went. */
export function resultAttributes({ tool, step }: Prepared, result: ToolResult): JsonObject {
  return {
    ...(result.exitCode === null ? {} : { 'process.exit.code': result.exitCode }),
    ...(result.process?.pid ? { 'process.pid': result.process.pid } : {}),
    ...(result.ok ? {} : { 'error.type': result.errorClass }),
    ...(!result.ok && result.errorClass === 'timeout' ? { timeout: true } : {}),
    ...(tool.name === 'http.request' ? answerStatus(result.output) : {}),
    ...(tool.name === 'test.run'
      ? { 'test.suite.name': step.title ?? step.id, 'test.suite.run.status': suiteStatus(result) }
      : {}),
  };
}

function answerStatus(output: Json): JsonObject {
  const status = memberOf(output, 'status');
  return typeof status === 'number' ? { 'http.status_code': status } : {};
}

/** In the words of the conventions. */
function suiteStatus(result: ToolResult): string {
  if (memberOf(result.output, 'skipped') === true) return 'skipped';
  if (result.ok) return 'success';
  if (result.errorClass === 'timeout') return 'timed_out';
  return result.errorClass === 'cancelled' ? 'aborted' : 'failure';
}

function memberOf(output: Json, key: string): Json | undefined {
  return output !== null && typeof output === 'object' && !Array.isArray(output)
    ? (output as JsonObject)[key]
    : undefined;
}
