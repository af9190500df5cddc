import { Counter, type Registry } from 'prom-client';

/** A counter at `/metrics` of what somebody else counts, from the start of the process. */
export function mirror(registry: Registry, name: string, help: string, total: () => number): void {
  new Counter({
    ...{ name, help },
    registers: [registry],
    collect() {
      this.reset();
      this.inc(total());
    },
  });
}
