import { resolve } from 'node:path';
import { AppError } from '#protocol/errors';
import type { JsonObject } from '#protocol/json';
import type { ExecutorName } from '#protocol/plan';
import type { Profile } from '#protocol/policy';
import { isHttpAddress } from '../../../adapters/telemetry/otlpExporter';
import type { Call } from '../../invocation';
import { phaseStatePath, phaseSummaryPath } from '../logs/logPaths';
import { diaryPath } from '../output/diary';
import { ensureWritable } from '../output/writeWhole';
import { readDotenv } from './readDotenv';
import { readInputs } from './readInputs';
import { readPolicyOverride } from './readPolicyOverride';

/** The options of a run, read and checked before anything happens. */
export interface RunOptions {
  readonly inputs: JsonObject;
  readonly policy: JsonObject | undefined;
  readonly env: Readonly<Record<string, string>>;
  readonly profile: Profile | undefined;
  readonly executor: ExecutorName | undefined;
  readonly slot: string | undefined;
  readonly serviceName: string | undefined;
  readonly stageRetries: number | undefined;
  readonly isDryRun: boolean;
  readonly tracesToScreen: boolean;
  /** The collector that the spans go to; undefined when they stay. */
  readonly otlpEndpoint: string | undefined;
  /** A file of its own for the trace, beside the record. */
  readonly traceFile: string | undefined;
  readonly isPretty: boolean;
  readonly outputPath: string | undefined;
  readonly summaryPath: string | undefined;
  /** Whether step logs, phase summary and phase state are written: on request, and beside a SummaryFile. */
  readonly hasStepLogs: boolean;
  readonly report:
    | { readonly path: string; readonly format: 'json' | 'markdown'; readonly isAlways: boolean }
    | undefined;
  readonly logDir: string;
}

/** Reads all options of a run; whatever is wrong with one ends the command with exit code 2. */
export async function readRunOptions(call: Call): Promise<RunOptions> {
  const { given, globals, cwd } = call;
  const inRoot = (path: string | undefined) => (path === undefined ? undefined : resolve(globals.root, path));
  const options: RunOptions = {
    inputs: await readInputs(given.text('context'), given.list('set'), call),
    policy: readPolicyOverride(given.text('policy'), cwd),
    env: readDotenv(given.text('envFrom'), cwd),
    profile: given.word<Profile>('profile'),
    executor: given.word<ExecutorName>('executor'),
    slot: given.text('slot'),
    serviceName: given.text('serviceName'),
    stageRetries: given.number('maxStageRetries'),
    isDryRun: given.flag('dryRun'),
    tracesToScreen: given.text('tracer') === 'console',
    otlpEndpoint: otlpEndpoint(call),
    traceFile: inRoot(given.text('traceDb')),
    isPretty: given.flag('pretty'),
    outputPath: inRoot(given.text('output')),
    summaryPath: inRoot(given.text('summaryFile')),
    hasStepLogs: given.flag('stepLogs') || given.text('summaryFile') !== undefined,
    report: reportOption(call, inRoot(given.text('reportPath'))),
    logDir: logDirOption(call),
  };
  const logs = options.hasStepLogs ? [phaseSummaryPath(globals.root), phaseStatePath(globals.root)] : [];
  if (given.text('logDir') !== undefined || given.text('outputDir') !== undefined) {
    ensureWritable(diaryPath(options.logDir));
  }
  for (const path of [options.outputPath, options.summaryPath, options.report?.path, ...logs]) {
    if (path !== undefined) {
      ensureWritable(path);
    }
  }
  return options;
}

/** A trace that leaves needs a place to go to; naming one is enough to let it leave. */
function otlpEndpoint({ given }: Call): string | undefined {
  const endpoint = given.text('otlpEndpoint');
  const isAsked = given.text('tracer') === 'otel';
  if (endpoint === undefined && isAsked) {
    throw new AppError('BAD_REQUEST', '--tracer otel needs an endpoint: --otlp-endpoint URL');
  }
  if (endpoint !== undefined && !isHttpAddress(endpoint)) {
    throw new AppError('BAD_REQUEST', `--otlp-endpoint: ${endpoint} is no address over HTTP`);
  }
  return endpoint;
}

function reportOption({ given }: Call, path: string | undefined): RunOptions['report'] {
  if (path === undefined) {
    return undefined;
  }
  const format = given.word<'json' | 'markdown'>('reportFormat') ?? 'json';
  return { path, format, isAlways: given.text('reportWhen') === 'always' };
}

function logDirOption({ given, globals }: Call): string {
  const named = given.text('logDir');
  const alias = given.text('outputDir');
  if (named !== undefined && alias !== undefined && resolve(named) !== resolve(alias)) {
    throw new AppError(
      'BAD_REQUEST',
      `--log-dir ${named} and --output-dir ${alias} name two different folders`,
    );
  }
  return resolve(globals.root, named ?? alias ?? 'logs');
}
