import { METRICS } from '@pharos/core/metrics';
import { expect, test } from 'vitest';
import { LANGUAGES } from './i18n.ts';
import { metricTexts } from './metric-names.ts';

test('every metric has a name in every language', () => {
  for (const lng of LANGUAGES) {
    const unnamed = METRICS.filter(({ name }) => metricTexts.t(name as 'cost', { lng }) === name);
    expect(unnamed, lng).toEqual([]);
  }
});
