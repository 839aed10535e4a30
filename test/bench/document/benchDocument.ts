import { cpus, loadavg, totalmem } from 'node:os';
import type { JudgedFigure } from '../figure';
import { Peers } from '../peers';

/** Everything one run of the benchmarks found: what `--json` prints. */
export interface BenchDocument {
  readonly taken_at: string;
  readonly node: string;
  readonly platform: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memory_gib: number;
  /** Programs that wanted a core in the minute before: above `cores` the machine was busy with other work too. */
  readonly load: number;
  readonly peers: Readonly<Record<string, string>>;
  readonly is_quick: boolean;
  readonly groups: readonly {
    readonly name: string;
    readonly title: string;
    /** Milliseconds of the fixed loop just before these figures were taken. */
    readonly calibration_ms: number;
    /** Milliseconds of `node -e 0` at the same moment. */
    readonly node_ms: number;
    readonly figures: readonly JudgedFigure[];
  }[];
}

/** The machine on which this process measures. */
export function machineFacts() {
  const processors = cpus();
  return {
    taken_at: new Date().toISOString(),
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    cpu: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memory_gib: Math.round(totalmem() / 2 ** 30),
    load: loadavg()[0] ?? 0,
    peers: Peers.versions(),
  };
}
