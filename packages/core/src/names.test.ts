import { expect, test } from 'vitest';
import { dimensionName } from './dimension-names.ts';
import { FIELDS } from './fields.ts';
import { LANGUAGES } from './language.ts';
import { metricName } from './metric-names.ts';
import { METRICS } from './metrics.ts';

test.each(LANGUAGES)('every metric and every dimension has a name in %s', (language) => {
  expect(METRICS.filter(({ name }) => metricName(name, language) === name)).toEqual([]);
  const dimensions = FIELDS.filter(({ dimension }) => dimension);
  expect(dimensions.filter(({ name }) => dimensionName(name, language) === name)).toEqual([]);
});
