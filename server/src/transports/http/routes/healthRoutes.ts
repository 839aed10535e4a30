import type { Hono } from 'hono';
import { jsonAnswer } from '../answers';
import type { HttpDesk, HttpEnv } from '../httpDesk';
import { prefix } from './methodRoutes';
import { health } from './probeHealth';

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
  return (await health(desk))?.is_ready === true;
}
