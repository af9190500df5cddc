import { Page } from '../../shell/Page.tsx';

export const UsersPage = () => <Page title="Users">{null}</Page>;
