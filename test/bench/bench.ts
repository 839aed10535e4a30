import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { changeBench } from './change/changeBench';
import { type BenchDocument, machineFacts } from './document/benchDocument';
import { performanceDocument } from './document/performanceDocument';
import { figureTable } from './document/tables';
import { editorBench } from './editor/editorBench';
import { type Bench, type BenchScope, judge } from './figure';
import { loadBench } from './http/loadBench';
import { languageBench } from './language/languageBench';
import { calibrationMs, median, processMs } from './measure';
import { Peers } from './peers';
import { policyBench } from './policy/policyBench';
import { checkpointBench } from './process/checkpointBench';
import { startupBench } from './process/startupBench';
import { reviewBench } from './review/reviewBench';
import { gateBench } from './steps/gateBench';
import { stepsBench } from './steps/stepsBench';
import { listBench } from './store/listBench';
import { storeBench } from './store/storeBench';
import { textBench } from './store/textBench';
import { otlpBench } from './trace/otlpBench';
import { queryBench } from './trace/queryBench';
import { traceBench } from './trace/traceBench';

const benches: readonly Bench[] = [
  stepsBench,
  gateBench,
  storeBench,
  textBench,
  listBench,
  policyBench,
  changeBench,
  languageBench,
  startupBench,
  checkpointBench,
  editorBench,
  reviewBench,
  traceBench,
  queryBench,
  otlpBench,
  loadBench,
];

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    only: { type: 'string' },
  },
});

const names = benches.map(({ name }) => name);
if (options.only !== undefined && !names.includes(options.only)) {
  process.stderr.write(`there is no benchmark ${options.only}; there are ${names.join(', ')}\n`);
  process.exitCode = 2;
} else {
  const chosen = benches.filter(({ name }) => options.only === undefined || options.only === name);
  const document = await measure(chosen, options.quick);
  if (options.write) {
    writeFileSync('docs/performance.md', performanceDocument(document));
  }
  // A peer or a run that was cut off may still hold a handle.
  process.stdout.write(options.json ? `${JSON.stringify(document, null, 2)}\n` : '', () => process.exit());
}

/** Takes all figures, showing each table as soon as it is known; with `--json` on stderr. */
async function measure(chosen: readonly Bench[], isQuick: boolean): Promise<BenchDocument> {
  const screen = options.json ? process.stderr : process.stdout;
  const peers = Peers.install((line) => process.stderr.write(`${line}\n`));
  const facts = machineFacts();
  const groups: BenchDocument['groups'][number][] = [];
  for (const bench of chosen) {
    const calibration_ms = median([calibrationMs(), calibrationMs(), calibrationMs()]);
    const nodeMs = nodeFloorMs();
    const folder = scratchFolder(bench.name);
    const scope: BenchScope = { isQuick, rounds: isQuick ? 2 : 5, folder, peers, nodeMs };
    const figures = (await bench.run(scope)).map(judge);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    groups.push({ name: bench.name, title: bench.title, calibration_ms, node_ms: nodeMs, figures });
    screen.write(
      `${bench.title} (calibration loop ${calibration_ms.toFixed(0)} ms)\n${figureTable(figures)}\n\n`,
    );
  }
  return { ...facts, is_quick: isQuick, groups };
}

function nodeFloorMs(): number {
  return median(Array.from({ length: 7 }, () => processMs([process.execPath, '-e', '0'])));
}

/** A folder outside of every repository, with its links resolved. */
function scratchFolder(name: string): string {
  return realpathSync(mkdtempSync(join(tmpdir(), `holdpoint-bench-${name}-`)));
}
