import { type ReadResourceResult, ResourceNotFoundError } from '@modelcontextprotocol/server';
import type { CancelSignal } from '#protocol/methods';
import { harmlessJson } from '#protocol/shown/harmlessJson';
import { visibleLines } from '#protocol/shown/visible';
import { type McpDesk, McpRefusal } from '../mcpDesk';
import { type ResourceName, resourceName } from './resourceNames';

/** Answers what stands under a name. */
export async function readResource(
  desk: McpDesk,
  uri: string,
  signal: CancelSignal,
): Promise<ReadResourceResult> {
  const name = resourceName(uri);
  if (name === null) {
    throw new ResourceNotFoundError(uri);
  }
  try {
    return { contents: [{ uri, ...(await content(desk, name, signal)) }] };
  } catch (error) {
    if (error instanceof McpRefusal && error.body.error_code === 'NOT_FOUND') {
      throw new ResourceNotFoundError(uri);
    }
    throw error;
  }
}

async function content({ ask }: McpDesk, name: ResourceName, signal: CancelSignal) {
  if (name.kind === 'report') {
    const { text } = await ask('run/report', { run_id: name.run_id, format: 'markdown' }, signal);
    return { mimeType: 'text/markdown', text: visibleLines(text) };
  }
  const shown =
    name.kind === 'plan'
      ? await ask('plan/show', { session_id: name.session_id, version: name.version }, signal)
      : await ask('run/show', { run_id: name.run_id }, signal);
  return { mimeType: 'application/json', text: harmlessJson(shown) };
}
