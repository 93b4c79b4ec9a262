-- Sums of what a source says before anybody has judged them: none may end the import of the others.
alter table import_staged_history alter column worth type numeric;
