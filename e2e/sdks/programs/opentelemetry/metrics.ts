import { metrics } from '@opentelemetry/api';
import { NodeSDK, metrics as sdkMetrics } from '@opentelemetry/sdk-node';

// Endpoint, headers, protocol, exporter and temporality come from the standard variables.
const sdk = new NodeSDK({
  serviceName: 'shop',
  views: [
    {
      instrumentName: 'shop.search.duration',
      aggregation: { type: sdkMetrics.AggregationType.EXPONENTIAL_HISTOGRAM },
    },
  ],
});
sdk.start();

const meter = metrics.getMeter('shop');
const orders = meter.createCounter('shop.orders', {
  unit: '{order}',
  description: 'Orders that were placed',
});
const carts = meter.createUpDownCounter('shop.carts', { unit: '{cart}' });
const stock = meter.createGauge('shop.stock', { unit: '{item}' });
const payment = meter.createHistogram('shop.payment.duration', {
  unit: 'ms',
  advice: { explicitBucketBoundaries: [10, 20, 50, 100] },
});
const search = meter.createHistogram('shop.search.duration', { unit: 'ms' });

/** Points are sent now, so that there are several of each series. */
async function flush(): Promise<void> {
  const provider = metrics.getMeterProvider();
  if (!(provider instanceof sdkMetrics.MeterProvider)) throw new Error('No metrics are exported.');
  await provider.forceFlush();
}

for (let round = 1; round <= 3; round++) {
  orders.add(round, { channel: 'web' });
  orders.add(10, { channel: 'app' });
  carts.add(round === 2 ? -3 : 4);
  stock.record(100 - round);
  for (let ms = 1; ms <= 100; ms++) payment.record(ms);
  for (let ms = 1; ms <= 1000; ms++) search.record(ms);
  await flush();
}
await sdk.shutdown();
