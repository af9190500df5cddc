import { Page } from '../../shell/Page.tsx';

export const TracesPage = () => <Page title="Traces">{null}</Page>;
