import { statfs } from 'node:fs/promises';
import { Gauge, type Registry } from 'prom-client';

/** Shows at `/metrics` what the machine leaves to this process: room on the disk of its data, and memory. */
export function watchHost(registry: Registry, dataDir: string): void {
  const registers = [registry];
  const free = new Gauge({
    name: 'pharos_disk_free_bytes',
    help: 'Free space where the data directory is.',
    registers,
    async collect() {
      const disk = await statfs(dataDir).catch(() => undefined);
      for (const gauge of [free, size]) if (!disk) gauge.remove();
      if (!disk) return;
      free.set(disk.bavail * disk.bsize);
      size.set(disk.blocks * disk.bsize);
    },
  });
  const size = new Gauge({
    name: 'pharos_disk_size_bytes',
    help: 'Size of the disk where the data directory is.',
    registers,
  });
  const limit = process.constrainedMemory();
  new Gauge({
    name: 'pharos_memory_limit_bytes',
    help: 'Memory that this process may have, where a container or the system limits it; else 0.',
    registers,
    // Where nothing limits it, some systems tell a number that no machine has.
  }).set(limit !== undefined && limit < 2 ** 50 ? limit : 0);
}
