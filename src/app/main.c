/* app/main.c - the program. Apart from cli.c so that tests can link all the rest. */
#include "app/verb.h"

int main(int argc, char **argv) { return cli_main(argc, argv); }
