import { Page } from '../../shell/Page.tsx';

export const ComparePage = () => <Page title="Compare">{null}</Page>;
