import { ARTICLES } from '../conversations/help-centre.ts';
import type { Document, StepOf } from '../facts.ts';
import { embed } from '../models.ts';
import type { Random } from '../random.ts';
import { StepError, type Tape } from '../tape.ts';

/** Finds articles: embeds the query and asks the vector database. The wanted ones come first, neighbours after. */
export function retrieve(
  tape: Tape,
  name: string,
  query: string,
  language: 'zh' | 'en',
  wanted: readonly string[],
  count: number,
): readonly Document[] {
  const { random } = tape;
  const facts: StepOf<'retriever'> = { step: 'retriever', name, query };
  return tape.step(facts, () => {
    embed(tape, query);
    const documents = random.chance(0.02) ? [] : found(random, language, wanted, count);
    const database: StepOf<'db'> = {
      step: 'db',
      system: language === 'zh' ? 'milvus' : name === 'articles' ? 'pinecone' : 'qdrant',
      collection: `articles_${language}`,
      operation: 'query',
      topK: count,
    };
    tape.step(database, () => {
      if (random.chance(0.005)) {
        tape.wait(3000);
        throw new StepError(
          'ResponseHandlingException',
          'vector search timed out after 3.0s',
          'Traceback (most recent call last):\n  File "shop_assistant/search/store.py", line 88, in query\n    return await self.client.query_points(collection, vector, limit=limit)\nResponseHandlingException: timed out',
        );
      }
      tape.wait(random.about(14, 0.5));
      database.found = documents;
      if (database.system === 'pinecone') database.readUnits = 5 + Math.ceil(documents.length / 2);
    });
    facts.documents = documents;
    return documents;
  });
}

function found(
  random: Random,
  language: 'zh' | 'en',
  wanted: readonly string[],
  count: number,
): readonly Document[] {
  const others = ARTICLES.filter(({ id }) => !wanted.includes(id));
  const first = random.int(0, others.length - 1);
  const picked = [
    ...ARTICLES.filter(({ id }) => wanted.includes(id)),
    ...others.slice(first),
    ...others.slice(0, first),
  ].slice(0, count);
  let score = random.between(0.8, 0.92);
  return picked.map((article, n): Document => {
    if (n >= wanted.length) score -= random.between(0.05, 0.16);
    const { title, text } = article[language];
    return { id: `kb/${article.id}#${language}`, title, text, score: Math.round(score * 1e4) / 1e4 };
  });
}
