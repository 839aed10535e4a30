import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { DiscordDesk } from '../../transports/discord/discordDesk';
import type { Log } from '../../transports/log';
import { writeWhole } from '../run/output/writeWhole';

const keptNotices = z.array(
  z.strictObject({
    approval_id: z.string(),
    digest: z.string(),
    nonce: z.string(),
    channel_id: z.string(),
    message_id: z.string(),
    votes: z.int(),
  }),
);

/**
 * Which announcements still have buttons, in the state folder of the workspace, which its owner alone can read. Lost,
 * they cost an announcement twice and buttons that say they are no longer good.
 */
export function noticeFile(path: string, log: Log): DiscordDesk['notices'] {
  return {
    load: () => {
      try {
        return keptNotices.parse(JSON.parse(readFileSync(path, 'utf8')));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
          log.warning('what was announced before is not known any more', { reason: String(error) });
        }
        return [];
      }
    },
    save: (kept) => writeWhole(path, `${JSON.stringify(kept)}\n`),
  };
}
