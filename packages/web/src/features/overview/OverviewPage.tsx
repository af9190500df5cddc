import { Page } from '../../shell/Page.tsx';

export const OverviewPage = () => <Page title="Overview">{null}</Page>;
