import { visible } from '#protocol/shown/visible';
import { code } from '../answers/markdown';
import type { Reply } from '../answers/reply';
import type { Chat } from '../chat';
import type { Given } from './given';
import { optional } from './sessions';

/** `/logs_search`. */
export async function logsSearch(chat: Chat, given: Given): Promise<Reply> {
  return await searchLogs(chat, {
    query: given.text('query') ?? '',
    sessionId: given.text('session_id'),
    limit: given.number('limit'),
  });
}

/** Events of the record, newest first, one line each. */
export async function searchLogs(
  chat: Chat,
  wanted: {
    readonly query: string;
    readonly sessionId: string | undefined;
    readonly limit?: number | undefined;
  },
): Promise<Reply> {
  const { texts } = chat;
  const { items, count, total } = await chat.ask('event/search', {
    q: wanted.query,
    limit: wanted.limit ?? 50,
    ...optional('session_id', wanted.sessionId),
  });
  const lines = items.map(({ ts, type, level, summary, actor, source, step_id }) =>
    [ts, level, type, step_id ?? '-', `${actor}@${source}`, visible(summary)].join('  '),
  );
  return listReply(lines, texts.found(count, total), chat, 'events.txt');
}

/** `/artifacts_list`. */
export async function artifactsList(chat: Chat, given: Given): Promise<Reply> {
  return await listArtifacts(chat, given.needed('session_id'), given.number('limit'));
}

/** What the runs of a session have left, one line each. */
export async function listArtifacts(chat: Chat, sessionId: string, limit = 50): Promise<Reply> {
  const { items, count, total } = await chat.ask('artifact/list', { session_id: sessionId, limit });
  const lines = items.map(({ created_at, run_id, step_id, kind, path, size, sha256 }) =>
    [created_at, run_id, step_id, kind, visible(path), `${size} B`, sha256].join('  '),
  );
  return listReply(lines, chat.texts.found(count, total), chat, 'artifacts.txt');
}

/** `/tools_permissions`. */
export async function toolsPermissions(chat: Chat, given: Given): Promise<Reply> {
  return await permissionsOf(chat, given.needed('name'));
}

/** What a tool may do. */
export async function permissionsOf(chat: Chat, name: string): Promise<Reply> {
  const { texts } = chat;
  const { tool_name, permission_profile, enabled } = await chat.ask('tool/permissions', { tool_name: name });
  const state = enabled ? texts.enabled : texts.disabled;
  return { head: `${code(tool_name)}: ${code(permission_profile)} · ${state}` };
}

function listReply(lines: readonly string[], head: string, { texts }: Chat, bodyName: string): Reply {
  return lines.length === 0 ? { head: texts.none } : { head, body: lines.join('\n'), bodyName };
}
