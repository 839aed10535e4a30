import { writeWhole } from '../../server/src/cli/run/output/writeWhole';

const [, , path = ''] = process.argv;

for (let round = 0; ; round += 1) {
  writeWhole(path, JSON.stringify({ round, filling: 'x'.repeat(500_000) }));
  process.send?.(round);
}
