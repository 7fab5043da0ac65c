import { closeSync, fsyncSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { median, percentile } from './statistics.ts';

export type Machine = {
  cpu: string;
  cores: number;
  memoryGb: number;
  system: string;
  node: string;
  /** Milliseconds to make 4 KB durable in the folder of this run's databases. */
  fsync: { p50: number; p99: number };
  /** Load average of the last minute before the run. Other programs slow the measurement down. */
  load: number;
  fileSystem: string;
};

const fsyncs = 300;

export function describeMachine(directory: string): Machine {
  return {
    load: loadavg()[0] ?? 0,
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGb: totalmem() / 2 ** 30,
    system: `${type()} ${release()} ${process.arch}`,
    node: process.version,
    fileSystem: fileSystemOf(directory),
    fsync: timeFsync(directory),
  };
}

function timeFsync(directory: string): Machine['fsync'] {
  const file = join(directory, 'fsync');
  const handle = openSync(file, 'w');
  const times = Array.from({ length: fsyncs }, (_, index) => timeOne(handle, index));
  closeSync(handle);
  rmSync(file);
  return { p50: median(times), p99: percentile(times, 0.99) };
}

const block = Buffer.alloc(4096, 1);

function timeOne(handle: number, index: number): number {
  writeSync(handle, block, 0, block.length, index * block.length);
  const startedAt = performance.now();
  fsyncSync(handle);
  return performance.now() - startedAt;
}

/** Common magic numbers of statfs(2): https://man7.org/linux/man-pages/man2/statfs.2.html */
const magic: Record<number, string> = {
  61267: 'ext4',
  1481003842: 'xfs',
  2435016766: 'btrfs',
  16914836: 'tmpfs',
  2035054128: 'overlay',
};

function fileSystemOf(directory: string): string {
  const { type: number } = statfsSync(directory);
  return magic[number] ?? `file system 0x${number.toString(16)}`;
}
