import type { Hono } from 'hono';
import type { Result } from '#protocol/methods';
import { dispatch } from '../../dispatch';
import { jsonAnswer } from '../answers';
import type { HttpDesk, HttpEnv } from '../httpDesk';
import { prefix } from './methodRoutes';

/** Paths that answer without a token: whether anybody is there, and nothing else. */
export const openPaths: ReadonlySet<string> = new Set(bothWays(['/health', '/healthz']));

/** Routes of probes: alive without a token, ready with one. */
export function addHealthRoutes(app: Hono<HttpEnv>, desk: HttpDesk): void {
  for (const path of openPaths) {
    app.get(path, async () => {
      const isHealthy = await takesWrites(desk);
      const status = isHealthy ? 'ok' : 'unhealthy';
      return jsonAnswer(isHealthy ? 200 : 503, { status, service: 'holdpoint' });
    });
  }
  for (const path of bothWays(['/ready', '/readiness'])) {
    app.get(path, async () => {
      const isReady = await takesWrites(desk);
      return jsonAnswer(isReady ? 200 : 503, { status: isReady ? 'ready' : 'not_ready' });
    });
  }
}

function bothWays(paths: readonly string[]): readonly string[] {
  return paths.flatMap((path) => [path, prefix + path]);
}

async function takesWrites(desk: HttpDesk): Promise<boolean> {
  const caller = { ...desk.callerOf(null), role: 'viewer' as const };
  const { signal } = new AbortController();
  const answer = await dispatch(desk, { method: 'server/status', params: {}, caller, signal });
  return answer.ok && (answer.result as Result<'server/status'>).store.read_only_reason === null;
}
