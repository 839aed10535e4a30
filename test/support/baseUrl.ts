import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { serverFile } from '#protocol/connection';
import type { TestServer } from './startServer';
import { until } from './until';

/** Where a server says that it answers HTTP, once it does. */
export function baseUrl({ root }: Pick<TestServer, 'root'>): Promise<string> {
  return until('the HTTP door', () => {
    const file = serverFile.parse(JSON.parse(readFileSync(join(root, '.holdpoint', 'server.json'), 'utf8')));
    return file.base_url ?? undefined;
  });
}
